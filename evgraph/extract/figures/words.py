"""The words the grammar of figures knows: units, measures, nouns that are counted. Grammar, of no topic."""

from __future__ import annotations

from evgraph.extract.wordlists import words


def _table(text: str) -> dict[str, str]:
    """Return a table from lines of "unit: its spellings"."""
    return {
        word: unit
        for line in text.strip().splitlines()
        for unit, _, words in [line.partition(":")]
        for word in words.split()
    }


#: Units of time, as the model writes them (UCUM).
TIME = _table("""
mo:month months mo mos mths mth
wk:week weeks wk wks
d:day days
a:year years yr yrs
h:hour hours h hr hrs
min:minute minutes min mins
s:second seconds sec secs
""")
#: The letter of each unit in an ISO 8601 duration.
ISO = {"mo": "P{}M", "wk": "P{}W", "d": "P{}D", "a": "P{}Y", "h": "PT{}H", "min": "PT{}M", "s": "PT{}S"}

#: What is given: a number with one of these is a dose, unless the sentence measures it.
DOSE_UNITS = words("mg g mcg µg μg ug microg microgram micrograms ng iu u units gy cgy mci mbq milligrams grams meq mu")
#: What is measured. After a slash anything goes on: "mg/dL", "kg/m2", "mmol/L".
UNITS = words(
    "mmhg mm cm m km kg lb ml dl l cc µl μl mmol µmol μmol umol pmol nmol mol ms msec hz db bpm beats kcal kj "
    "cal joules j w watts points point score scores degrees diopters dioptres d letters lines episodes events "
    "copies cells steps dollars euros µm μm um nm microm cmh2o kpa pa mv µv ppm ppb mosm cm2 mm2 m2 qaly qalys "
    "attacks seizures drinks nights"
)
PERCENT = frozenset(("%", "percent", "pct"))

#: People, and parts of them, that are counted in trials.
PERSONS = words(
    "patient patients pt pts participant participants subject subjects person persons people individual individuals "
    "adult adults child children infant infants neonate neonates newborn newborns woman women man men girl girls boy "
    "boys volunteer volunteers recipient recipients responder responders nonresponders eye eyes case cases controls "
    "student students nurse nurses mother mothers family families veteran veterans smokers survivors teeth knees hips "
    "limbs"
)
#: What happens to them, counted too.
EVENTS = words(
    "deaths death events event episodes relapses infections complications responses lesions procedures cycles"
)
PEOPLE = PERSONS | EVENTS
#: Counted as well, but never with a result.
PARTS = words("arms groups arm group studies trials study trial sites centers centres cohorts months weeks days years")

#: Ratios and differences: the words that name them, to the concept of the measure.
MEASURES = {
    "hazard ratio": "hazard-ratio",
    "hazards ratio": "hazard-ratio",
    "hazard ratios": "hazard-ratio",
    "relative hazard": "hazard-ratio",
    "hr": "hazard-ratio",
    "hrs": "hazard-ratio",
    "ahr": "hazard-ratio",
    "shr": "hazard-ratio",
    "odds ratio": "odds-ratio",
    "odds ratios": "odds-ratio",
    "or": "odds-ratio",
    "ors": "odds-ratio",
    "aor": "odds-ratio",
    "risk ratio": "risk-ratio",
    "risk ratios": "risk-ratio",
    "relative risk": "risk-ratio",
    "relative risks": "risk-ratio",
    "relative ratio": "risk-ratio",
    "rr": "risk-ratio",
    "rrs": "risk-ratio",
    "arr": "risk-ratio",
    "rate ratio": "rate-ratio",
    "rate ratios": "rate-ratio",
    "irr": "rate-ratio",
    "risk difference": "risk-difference",
    "absolute risk difference": "risk-difference",
    "absolute difference": "risk-difference",
    "absolute risk reduction": "risk-difference",
    "rd": "risk-difference",
    "ard": "risk-difference",
    "rate difference": "risk-difference",
    "mean difference": "mean-difference",
    "mean differences": "mean-difference",
    "weighted mean difference": "mean-difference",
    "treatment difference": "mean-difference",
    "difference": "mean-difference",
    "between-group difference": "mean-difference",
    "md": "mean-difference",
    "wmd": "mean-difference",
    "standardized mean difference": "standardised-mean-difference",
    "standardised mean difference": "standardised-mean-difference",
    "smd": "standardised-mean-difference",
    "cohen d": "standardised-mean-difference",
    "hedges g": "standardised-mean-difference",
    "median": "median",
    "medians": "median",
    "mean": "mean",
    "means": "mean",
    "average": "mean",
    "averaged": "mean",
}
#: Names of ratios in capitals: in small letters they are other words.
CAPITALS = words("or ors hr hrs ahr shr aor rr rrs arr irr rd ard md wmd smd")
RATIOS = frozenset(("hazard-ratio", "odds-ratio", "risk-ratio", "rate-ratio"))
DIFFERENCES = frozenset(("risk-difference", "mean-difference", "standardised-mean-difference"))
CENTRES = frozenset(("median", "mean"))

#: Between the figures of a list.
VERSUS = frozenset(("vs", "versus", "v", "against"))
COMPARED = frozenset(("compared", "than", "while", "whereas", "comparing"))

#: A number after one of these names something: "phase 2", "group 1".
NAMED = words(
    "phase phases type stage stages group groups arm arms cohort cohorts cycle cycles course courses level "
    "version figure table study trial part step class stratum strata criteria category model number no nct "
    "isrctn eudract visit visits protocol chapter appendix dose question item items line lines ecog who tier "
    "block stages site rank sars chromosome exon factor vitamin omega"
)
MONTHS = words(
    "january february march april may june july august september october november december jan feb mar apr jun "
    "jul aug sep sept oct nov dec"
)
#: Words around a number that plans a study and reports nothing.
PLANS = words("power powered alpha α detect detecting assuming assumed assumption threshold thresholds cutoff")
#: Before a time they make it a length or a point of time.
WHEN = words("at after by for during every within over until through first last per past next within least")
#: After a number they make it an end of a range.
OR_MORE = words("less more lower higher greater older younger fewer above below better")
#: After a percentage they make it a strength of something given.
STRENGTH = words("once twice daily solution cream gel ointment saline dextrose suspension mouthwash eyedrops oxygen")
#: After "P < 0.05" they make it a level of significance.
LEVELS = words("considered regarded deemed defined taken set")
#: A count of people with one of these is the size of a group.
SIZES = words(
    "enrolled enroled randomized randomised assigned included recruited evaluable entered analyzed analysed "
    "eligible screened allocated studied registered accrued participated underwent received treated evaluated "
    "assessed completed"
)
