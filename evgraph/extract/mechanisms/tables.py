"""Verbs of biomedical English by what they say of the thing acted on, each with its nouns, agents and adjectives.

A line is `verb: nouns / agents / adjectives`; of English as biomedicine writes it, not of any topic.
"""

#: Sign, then verbs; their nouns, agents and adjectives.
PLUS = """
mimic: / /
seed: seeding / /
prime: priming / /
repair: / /
correct: correction / /
assemble: assembly / /
polymerize: polymerization / /
excite: excitation / excitant / excitatory
underlie: / /
normalize: / /
normalise: / /
sustain: / /
encourage: / /
mobilize: / /
fuel: / /
enable: / /
permit: / /
allow: / /
engage: / /
unleash: / /
hyperactivate: / /
reinforce: / /
hasten: / /
expedite: / /
regenerate: / /
replenish: / /
precipitate: / /
enlarge: / /
propagate: / /
hyperphosphorylate: hyperphosphorylation / /
activate: activation, activity-stimulation, reactivation / activator, coactivator, reactivator / activatory
stimulate: stimulation, costimulation / stimulator, stimulant / stimulatory
induce: induction, inducibility / inducer / 
increase: increase, increment / /
enhance: enhancement / enhancer / enhancive
elevate: elevation / /
upregulate: upregulation / upregulator / upregulatory
augment: augmentation / /
potentiate: potentiation / potentiator /
promote: promotion / promoter-of /
facilitate: facilitation / facilitator / facilitatory
amplify: amplification / /
boost: / booster /
raise: rise / /
accelerate: acceleration / accelerator /
strengthen: / /
heighten: / /
restore: restoration / /
rescue: rescue / /
recover: recovery / /
improve: improvement / /
stabilize: stabilization / stabilizer /
stabilise: stabilisation / stabiliser /
overexpress: overexpression / /
accumulate: accumulation, buildup / /
agonize: agonism / agonist, agonists, coagonist, opener, mimetic, secretagogue / agonistic
trigger: trigger / /
prompt: / /
foster: / /
recruit: recruitment / /
evoke: / /
elicit: / /
initiate: initiation / /
reactivate: / /
transactivate: transactivation / transactivator /
sensitize: sensitization / sensitizer /
sensitise: sensitisation / sensitiser /
drive: / driver /
favor: / /
favour: / /
exacerbate: exacerbation / /
aggravate: aggravation / /
worsen: worsening / /
intensify: intensification / /
provoke: / /
support: / /
maintain: maintenance / /
preserve: preservation / /
gain: gain / /
confer: / /
grow: / /
expand: expansion / /
extend: / /
prolong: prolongation / /
double: / /
open: opening / /
phosphorylate: / /
"""
MINUS = """
eradicate: eradication / /
displace: displacement / /
detoxify: detoxification / /
uncouple: uncoupling / uncoupler /
dissolve: dissolution / /
disperse: / /
disaggregate: disaggregation / /
dissociate: dissociation / /
exclude: exclusion / /
engulf: engulfment / /
digest: digestion / /
lyse: / /
forestall: / /
subdue: / /
injure: injury / /
lessen: / /
offset: / /
overcome: / /
obstruct: / /
interrupt: / /
curtail: / /
constrain: / /
terminate: / /
shrink: / /
disturb: / /
palliate: / /
stop: / /
inhibit: inhibition, coinhibition, autoinhibition / inhibitor / inhibitory, inhibitive
suppress: suppression / suppressor, suppressant / suppressive
repress: repression, transrepression / repressor, corepressor / repressive
block: blockade, block, blockage / blocker /
decrease: decrease, decrement / /
reduce: reduction / reducer /
downregulate: downregulation / downregulator /
downmodulate: downmodulation / /
attenuate: attenuation / attenuator /
abolish: abolition, abolishment / /
abrogate: abrogation / /
antagonize: antagonism / antagonist / antagonistic
antagonise: / /
diminish: diminution, diminishment / /
impair: impairment, deficit, dysfunction, defect / /
lower: / /
prevent: prevention / /
inactivate: inactivation / inactivator /
deplete: depletion / /
degrade: degradation / degrader /
ameliorate: amelioration / /
alleviate: alleviation / /
mitigate: mitigation / /
counteract: counteraction / /
reverse: reversal / /
protect: protection / / protective
eliminate: elimination / /
ablate: ablation / /
silence: silencing / silencer /
deactivate: deactivation / deactivator /
disrupt: disruption / disruptor, disrupter /
interfere: interference / /
perturb: perturbation / /
hinder: hindrance / /
retard: retardation / /
delay: delay / /
restrain: restraint / /
restrict: restriction / /
limit: limitation / /
halt: / /
arrest: arrest / /
quench: quenching / quencher /
scavenge: scavenging / scavenger /
blunt: / /
dampen: / /
curb: / /
counter: / /
oppose: / /
neutralize: neutralization / /
neutralise: neutralisation / /
weaken: weakening / /
shorten: shortening / /
destabilize: destabilization / destabilizer /
destabilise: destabilisation / /
desensitize: desensitization / /
lose: loss / /
lack: lack, absence / /
decline: decline / /
drop: drop, fall / /
remove: removal / /
clear: clearance / /
kill: killing / /
compromise: / /
dysregulate: dysregulation / /
deregulate: deregulation / /
abate: abatement / /
annul: / /
nullify: nullification / /
negate: / /
preclude: / /
obliterate: / /
relieve: relief / /
rescind: / /
decelerate: deceleration / /
slow: / /
minimize: / /
minimise: / /
damage: damage / / toxic, cytotoxic, neurotoxic
destroy: destruction / /
impede: / /
hamper: / /
thwart: / /
sequester: sequestration / /
shut: / /
reduces: / /
disassemble: disassembly / /
dephosphorylate: / /
"""
NEUTRAL = """
metabolize: metabolism, biotransformation / metabolizer, metabolite /
metabolise: / metaboliser /
catalyze: catalysis / / catalytic
catalyse: / /
hydrolyze: hydrolysis / /
hydrolyse: / /
convert: conversion / /
transport: transport, transports, uptake, efflux, influx, reuptake, permeation / transporter-of, carrier /
synthesize: synthesis, biosynthesis / /
synthesise: / /
oxidize: oxidation / oxidant-of /
oxidise: / /
hydroxylate: hydroxylation / /
glucuronidate: glucuronidation / glucuronide /
demethylate: demethylation, deamination, decarboxylation, dealkylation, oxygenation, transamination / /
deacetylate: deacetylation / substrate /
form: formation / precursor /
deaminate: / /
ubiquitinate: / /
ubiquitylate: / /
acetylate: / /
methylate: / /
sumoylate: / /
cleave: cleavage / /
donate: / donor /
transfer: transfer / /
"""
#: Without direction for the thing acted on where only its name is given, more of it where somebody does it.
YIELDS = """
express: / /
produce: production / product /
generate: generation / /
release: release / /
secrete: secretion / /
"""
BINDS = """
bind: binding / ligand /
interact: interaction / /
associate: association / partner /
complex: complex / /
colocalize: colocalization / /
coimmunoprecipitate: coimmunoprecipitation / /
"""
AFFECTS = """
affect: effect, action / /
regulate: regulation / regulator / regulatory
modulate: modulation / modulator / modulatory
influence: influence / /
alter: alteration / /
change: change / /
control: control / controller /
aim: / /
"""
#: They say that something follows from something, and leave what follows to the next word.
LIGHT = """
contribute: contribution / contributor /
involve: / /
implicate: / /
play: / /
cause: / /
give: / /
culminate: / /
lead: / /
result: / /
mediate: / mediator /
yield: / /
exert: / /
show: / /
exhibit: / /
display: / /
"""
IRREGULAR = {
    "gave": "give",
    "underlay": "underlie",
    "mimicked": "mimic",
    "overcame": "overcome",
    "bound": "bind", "led": "lead", "shown": "show", "drove": "drive", "driven": "drive",
    "lost": "lose", "raised": "raise", "rose": "raise", "risen": "raise", "rises": "raise",
    "grew": "grow", "grown": "grow", "unaffected": "affect", "unchanged": "change", "unaltered": "alter",
    "fell": "drop", "fallen": "drop", "slowed": "slow", "opposing": "oppose",
}  # fmt: skip
