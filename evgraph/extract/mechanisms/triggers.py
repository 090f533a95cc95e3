"""Words that say what one thing does to another: each form of each verb, noun and adjective with its sign.

The table is of English as biomedicine writes it, not of any topic. A verb is written in its base form; its other
forms are made by the rules of spelling.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Form(Enum):
    """What a trigger is in its sentence."""

    BASE = "verb"
    PAST = "past tense or participle"
    ING = "present participle or gerund"
    NOUN = "name of the event"
    AGENT = "name of the thing that acts"
    ADJECTIVE = "quality of the thing that acts"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A form of a trigger. `sign`: +1, -1, or 0 for an act without direction; `light`: it only hands the act on."""

    sign: int
    form: Form
    light: bool = False
    binds: bool = False
    yields: bool = False
    root: str = ""


#: Sign, then verbs; their nouns, agents and adjectives.
_PLUS = """
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
_MINUS = """
inhibit: inhibition, coinhibition, autoinhibition / inhibitor / inhibitory, inhibitive
suppress: suppression / suppressor, suppressant / suppressive
repress: repression, transrepression / repressor, corepressor / repressive
block: blockade, block, blockage / blocker / blocking
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
lower: lowering / /
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
damage: damage / /
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
_NEUTRAL = """
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
cleave: cleavage / /
donate: / donor /
transfer: transfer / /
"""
#: Without direction for the thing acted on where only its name is given, more of it where somebody does it.
_YIELDS = """
produce: production / product /
generate: generation / /
release: release / /
secrete: secretion / /
"""
_BINDS = """
bind: binding / ligand /
interact: interaction / /
associate: association / partner /
complex: complex / /
colocalize: colocalization / /
coimmunoprecipitate: coimmunoprecipitation / /
"""
_AFFECTS = """
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
_LIGHT = """
contribute: contribution / /
cause: / /
lead: / /
result: / /
mediate: / mediator /
yield: / /
exert: / /
show: / /
exhibit: / /
display: / /
"""
_IRREGULAR = {
    "bound": "bind", "led": "lead", "shown": "show", "drove": "drive", "driven": "drive",
    "lost": "lose", "raised": "raise", "rose": "raise", "risen": "raise", "rises": "raise",
    "grew": "grow", "grown": "grow", "unaffected": "affect", "unchanged": "change", "unaltered": "alter",
    "fell": "drop", "fallen": "drop", "slowed": "slow", "opposing": "oppose",
}  # fmt: skip


def _verb_forms(verb: str) -> dict[str, Form]:
    """Return the forms of a regular verb.

    >>> sorted(_verb_forms("reduce")), sorted(_verb_forms("amplify"))[:2]
    (['reduce', 'reduced', 'reduces', 'reducing'], ['amplified', 'amplifies'])
    """
    last = verb[-1]
    if verb.endswith("e"):
        past, ing, third = verb + "d", verb[:-1] + "ing", verb + "s"
    elif last == "y":
        past, ing, third = verb[:-1] + "ied", verb + "ing", verb[:-1] + "ies"
    else:
        stem = verb + last if verb in _DOUBLING else verb
        past, ing, third = stem + "ed", stem + "ing", verb + ("es" if verb.endswith(("s", "x", "sh")) else "s")
    return {verb: Form.BASE, third: Form.BASE, past: Form.PAST, ing: Form.ING}


_DOUBLING = frozenset({"drop", "transfer", "shut", "annul", "confer"})


def _rows(table: str) -> list[tuple[str, list[tuple[str, Form]]]]:
    """Return each verb of a table with its other words."""
    rows = []
    for line in table.strip().splitlines():
        verb, _, rest = line.partition(":")
        nouns, agents, adjectives = (part.split(",") for part in rest.split("/"))
        words = [
            (word.strip(), form)
            for words, form in ((nouns, Form.NOUN), (agents, Form.AGENT), (adjectives, Form.ADJECTIVE))
            for word in words
            if word.strip()
        ]
        rows.append((verb.strip(), words))
    return rows


def _table() -> dict[str, Trigger]:
    table: dict[str, Trigger] = {}
    for sign, text, light, binds, yields in (
        (0, _AFFECTS, False, False, False), (0, _BINDS, False, True, False), (1, _LIGHT, True, False, False),
        (0, _NEUTRAL, False, False, False), (0, _YIELDS, False, False, True),
        (1, _PLUS, False, False, False), (-1, _MINUS, False, False, False),
    ):  # fmt: skip
        for verb, words in _rows(text):
            for form, what in _verb_forms(verb).items():
                table.setdefault(form, Trigger(sign, what, light, binds, yields, verb))
            for word, what in words:
                for form in (word, word + "s"):
                    if form not in table or table[form].form is not Form.BASE or table[form].root != verb:
                        table[form] = Trigger(sign, what, light, binds, yields, verb)
    for word, verb in _IRREGULAR.items():
        source = table[verb]
        table[word] = Trigger(source.sign, Form.PAST, source.light, source.binds, source.yields, verb)
    return table


TRIGGERS = _table()
