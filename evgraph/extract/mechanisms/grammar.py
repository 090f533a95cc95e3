"""The closed words of English, and the few open ones, that mark where phrases begin and end and what ties them."""

from __future__ import annotations

from evgraph.extract.wordlists import words

DETERMINERS = words("the a an this these those its their his her our both any some each several all no")
BE = words("is are was were be been being")
AUXILIARIES = BE | words("has have had do does did can could may might will would should must cannot")
#: What opens a clause of its own.
CLAUSES = words(
    "; : . ? ! that which who whose where whereas while but although though however because since when if unless "
    "whether unlike despite whilst albeit suggesting indicating demonstrating showing revealing so than"
)
RELATIVES = words("that which who")
#: By these a verb names its means; the subject is that of the verb before.
MEANS = words("by via through thereby thus hence")
PREPOSITIONS = words(
    "of in on at to for from with within into onto upon under during after before following between among against "
    "by via through without toward towards across as per over throughout using"
)
LISTS = words(", and or / & nor plus")
#: Behind these stand examples of what was named, and another name of it.
INCLUDING = words("include includes included including")
NAMING = words("as by called termed named formerly or")
#: Other verbs of laboratory prose, as far as they divide a subject from what is said of it.
VERBS = words(
    "require requires required contain contains contained encode encodes encoded used show "
    "shows showed demonstrate demonstrates demonstrated suggest suggests suggested find found observe observed "
    "reported indicate indicates indicated reveal revealed reveals examine examined investigate investigated studied "
    "tested treat treated occur occurs occurred remain remained remains include includes included represent "
    "represents became become becomes appear appears appeared seem seems "
    "depend depends depended exhibits exhibited develop develops developed detect detected "
    "measure measured determine determined identify identified propose proposed believed hypothesize hypothesized "
    "linked correlate correlates correlated act acts acted serve serves served exert exerts "
    "exerted associated undergo undergoes underwent become becomes became arise arises arose stem stems stemmed"
)
#: What stands in "A is required for B".
NEEDED = words("required needed necessary important essential indispensable sufficient critical crucial responsible")
#: Words that a hyphen ties to a name, so that the name only describes: "X-treated cells".
TIED = words(
    "treated dependent deficient specific related associated sensitive resistant positive negative type like "
    "independent expressing responsive based containing target"
)
#: Behind a hyphen these tell what a drug works through, and what it is aimed at: "X-based degrader".
WORKING = words("based dependent mediated recruiting")
AIMED = WORKING | words("targeting targeted directed specific selective binding engaging inhibiting blocking degrading")
TO = words("lead leads led leading contribute contributes contributed linked")
FOR = words("role roles levels level activity sensitivity resistance response changes activities")
SENSITIVE = words(
    "sensitivity resistance response susceptibility responsiveness chemosensitivity chemoresistance sensitize "
    "sensitizes sensitized sensitizing sensitise sensitises sensitised sensitising "
    "desensitize desensitized sensitization"
)
TAKING = words("protect interfere interact bind associate result lead synergize contribute")
UNDERGOING = words("undergo undergoes underwent")
#: Words that a reading begins at though they are no triggers.
HAVING = words("had have has having developed showed exhibited displayed from of when once if") | UNDERGOING
JOINING = words("combined combination together along")
#: How many tokens a phrase may reach.
REACH = 45
#: How many names of one list are read.
MOST = 12
