"""What has the form of a name: genes and proteins, drugs under test, processes, cell lines and animals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from evgraph.extract.mechanisms.triggers import TRIGGERS
from evgraph.extract.stretches import Remembered, found_in
from evgraph.extract.wordlists import words
from evgraph.model import Span

_GREEK = "\N{GREEK SMALL LETTER ALPHA}-\N{GREEK SMALL LETTER OMEGA}"
#: What has the form of a symbol and is none: parts of trials, amino acids, letters, measures.
_NO_GENES = (
    "Day|Week|Month|Year|Phase|Grade|Part|Group|Arm|Type|Stage|Fig|Table|Level|Class|Cycle|Step|CoV|COV|Aim|No|Alpha"
    "|Beta|Gamma|Delta|Ca|Mg|Fe|Cu|Mn|Zn|CO|NO|Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val|FEV|FEF|II+"
)
#: Gene symbols with a digit or a Greek letter, and proteins as they are written: "STAT3", "Bcl-2", "c-Myc", "TNF-a".
_GENE = re.compile(
    r"\b(?:CD\d{1,3}[a-z]?|miR-\d{1,4}[a-z]?|p\d{2}|(?:[Pp]ro)?[Cc]aspase-\d{1,2}|[Cc]yclin [A-E]\d?"
    r"|[Ii]nter(?:leu)kin-\d{1,2}|c-[A-Z][a-z]{2}|[Hh]istone H\d[A-Z]?"
    rf"|(?!(?:{_NO_GENES})-?\d)[A-Z][A-Za-z]{{1,4}}-?[1-9]\d?(?:alpha|beta|[{_GREEK}])?[A-Z]?(?:L\d{{1,2}}|R\d?)?"
    r"|(?:TNF|IFN|TGF|IL|NF|PPAR|ER|HIF|GSK|PKC|IKK|CEBP|RAR|LXR)-?\d?(?:alpha|beta|gamma|delta|kappa ?B|epsilon)\d?"
    r"|[Tt]umou?r necrosis factor(?:[- ](?:alpha|beta))?"
    r"|\d{1,2}(?:alpha|beta)-HSD\d?"
    rf"|(?!H2O)[A-Z]{{1,4}}\d[A-Z]{{1,4}}\d{{0,2}}"
    rf"|(?:TNF|IFN|TGF|IL|NF|PPAR|ER|HIF|GSK|PKC|PI3K|IKK|ROR|I)-?\d?[{_GREEK}][Bt]?\d?|[{_GREEK}]-[a-z]{{4,12}}in)\b"
)
_ASPECTS = (
    "expression|phosphorylation|activation|activity|mRNA|protein|signal{1,2}ing|pathway|gene|kinase|levels|degradation"
    "|inhibitors?|antagonists?|agonists?|promoter|transcription|knockdown|silencing|overexpression|receptors?"
)
_VERBS = "activates|inhibits|phosphorylates|suppresses|represses|promotes|regulates|binds|degrades|upregulates"
#: Symbols of letters alone are names only beside what a gene or protein has.
_CAPITALS = re.compile(r"\b[A-Z]{2,6}(?:[a-z]|alpha|beta|gamma|delta)?(?:-[A-Z]\b(?!-))?(?![A-Za-z0-9])")
_NUMBERED_RECEPTORS = re.compile(r"\b(?:5-HT|P2[XY])(?:\(\d{1,2}[A-Z]?(?:/\d[A-Z])?\s?\)|\d{1,2}[A-Z]?)?(?!\w)")
_OF_GENE = re.compile(rf"(?:-| (?:mRNA |protein |gene )?)(?:{_ASPECTS})\b")
_ACTS = re.compile(rf" (?:{_VERBS})\b")
_LEADS = (
    "phosphorylation of ", "expression of ", "activation of ", "inhibition of ", "activates ", "activated ",
    "inhibits ", "inhibited ", "suppressed ", "phosphorylates ", "knockdown of ", "loss of ", "Loss of ",
    "silencing of ", "degradation of ",
)  # fmt: skip
#: Words of which the ending tells that they name an enzyme or a process.
_WORD = re.compile(r"[A-Za-z]{5,30}")
_ENZYMES = ("ase", "ases")
_PROCESSES = ("ptosis", "phagy", "genesis", "cytosis", "poiesis")
_NO_ENZYMES = words(
    "phase phases base bases case cases disease diseases lease leases phrase database decrease increase "
    "release phase interphase metaphase prophase anaphase paraphrase showcase kinase kinases protease "
    "multikinase proteases phosphatase phosphatases transferase transferases"
)
#: Kinds of enzymes, which are names only with what stands before them.
_KINDS_OF_ENZYMES = words(
    "reductase synthase synthetase hydrolase dehydrogenase oxidase polymerase ligase isomerase mutase oxygenase lyase "
    "peptidase anhydrase cyclase esterase convertase secretase helicase hydroxylase deacetylase demethylase "
    "desaturase carboxylase decarboxylase methyltransferase acetyltransferase peroxidase monooxygenase topoisomerase "
    "phosphorylase catalase"
)
_TIED = ("dependent", "independent", "induced", "mediated", "sensitive", "resistant", "activated", "specific", "type")
_NUMBERED = re.compile(rf"(?: kinase(?!s))?(?:[- ]\d{{1,2}}[A-Z{_GREEK}]?| [A-Z]\d| I{{1,3}}V?| V?I{{1,2}})?(?![\w-])")
_QUALIFIER = re.compile(
    r"(?<![\w-])((?:[\w(),'+]{1,20}-){1,3}(?:[a-z]{4,12}[ -])?|(?!(?:the|this|that|these|those|and|both|with|from|into"
    r"|for|of|by|to|in|an|a|its|their|or|on|as|no|via|was|is|are|were|other|total|high|low|active|specific|cellular|human"
    r"|major|novel|key|which|intracellular|increased|decreased|reduced|enhanced)\b)"
    r"(?:[a-z]{4,14}(?:ate|ose|ine|ide|one|in|ol|cyl|nyl|yl|ic|gen|me|ne|en|an|cid|oyl|enyl|teine)|[A-Z]{2,5}) )$"
)
#: Research codes of drugs: two letters or more and three digits or more.
_CODE = re.compile(
    r"(?<=inhibitor )[A-Z]{3,6}\b|\b[Cc]ompound [A-Z0-9]{1,3}[a-z]?\b|(?<=compound )[A-Z]{1,4}-?\d{3,6}[A-Z]?\b"
    r"|(?<=inhibitor )[A-Z][A-Za-z]{0,5}-?\d{2,6}[A-Za-z]?\b"
    r"|(?<=agonist )[A-Z][A-Za-z]{0,5}-?\d{2,6}[A-Za-z]?\b"
    r"|\b[A-Z]\d{4,7}\b"
    r"|\b(?!NCT|COVID|ISRCTN|CD\d)[A-Z]{2,4}-?\d{3,6}[A-Z]?\b(?! (?:trial|study|protocol|regimen))"
    r"|\b(?:AH|BAY|BMS|CGP|CP|DRF|GR|GSK|GW|ICI|L|LY|MK|NSC|PD|PF|PP|RO|RU|SB|SC|SCH|SKF|SN|SR|STI|TAK|UK|VX|WAY|WIN|WR|YM"
    r"|ZD) \d{3,6}(?:,\d{3})?[A-Z]?\b"
)
#: What cells were treated with, by the endings of chemical names.
_CHEMICAL = ("in", "ine", "ol", "ide", "ate", "one", "ib", "id", "ene", "ium", "stat", "clax", "mab", "zole", "taxel")
#: Stems that other words end in too, enough where a word is said to be an inhibitor.
_STEMS = (*_CHEMICAL, "olast", "ilast", "kast")
_GIVEN = (
    "reated with ", "reatment with ", "reating with ", "ncubated with ", "ncubation with ", "timulated with ",
    "timulation with ", "xposed to ", "xposure to ", "dministration of ", "ddition of ", "inhibitor ", "inhibitors ",
    "agonist ", "agonists ", "antagonist ", "antagonists ", "activator ", "activators ",
)  # fmt: skip
#: What is said to be an inhibitor: "A, a selective inhibitor of", "A is a B antagonist".
_SAID_TO_ACT = re.compile(
    r"(?<![\w-])([A-Za-z][A-Za-z0-9-]{3,24})(?: \([^()\n]{1,40}\))?,?(?: is| was)? an? (?:[\w-]{2,16},? ){0,4}"
    r"(?:inhibitor|antagonist|agonist|blocker|activator|degrader)\b"
)
#: Parts of names.
_SALTS = words(
    "sulfide sulphide chloride sulfate sulphate oxide acetate phosphate hydrochloride bromide iodide nitrate citrate "
    "dioxide peroxide hydroxide carbonate ester amide azide cyanate fumarate maleate tartrate mesylate dimesylate"
)
#: What acts itself, by the endings that few other words have.
_DRUGLIKE = (
    "ib",
    "stat",
    "clax",
    "mab",
    "ine",
    "mide",
    "zole",
    "platin",
    "taxel",
    "tide",
    "limus",
    "etin",
    "rcumin",
    "icin",
    "ycin",
    "verol",
    "ratrol",
    "flavone",
    "lactone",
    "formin",
    "alin",
    "tinib",
)
_BEFORE_ACTING = ("\n", ". ", ": ", "; ", ", ", "that ", " by ", "whether ")
_ACTING = re.compile(
    r" (?:[a-z]{3,14}ly |also |then )?(?:inhibit|reduc|induc|increas|decreas|suppress|block|activat|promot|enhanc|lower"
    r"|trigger|abrogat|attenuat|sensiti|restor|caus|is an? (?:[a-z]+ ){0,3}(?:inhibitor|agonist|antagonist))"
    r"|[.,]| (?:enhanced|reduced|in)\b"
)
_NO_DRUGS = words(
    "provide include side wide guide divide decide reside outside inside beside protein vitamin skin pain "
    "origin margin certain begin again main domain strain brain chain within alone hormone bone none zone one "
    "stone anyone tone control protocol alcohol cholesterol medium evaluate estimate candidate rate state "
    "appropriate adequate separate immediate climate private plate date late indicate demonstrate investigate "
    "mine nine line baseline routine vaccine medicine determine examine combine define decline machine "
    "magazine guideline fine spine cytokine chemokine urine amine statin albumin lipid acid amid liquid fluid "
    "urine famine doctrine discipline imagine online offline outline timeline tyrosine serine peptide nucleotide "
    "polypeptide oligonucleotide refine confine adenine guanine "
    "thyroid steroid rapid solid avoid hybrid intravenous scene gene"
)
_PROCESS = re.compile(
    r"\b(?:glycolysis|necrosis(?! factor)|[Pp]roliferation|differentiation|migration|invasion|senescence|metastasis"
    r"|inflammation|cell cycle arrest|cell[ -]cycle progression|(?:cell|tumou?r) growth|cell death"
    r"|cell (?:viability|survival|adhesion)|oxidative stress|DNA repair|DNA damage|colony formation|angiogenesis"
    r"|chemotaxis"
    r"|[A-Za-z0-9/-]{2,12} (?:signal{1,2}ing )?pathway)\b"
)
_NO_PATHWAYS = words("the this that a an these its their signaling signalling same each other of")
#: Cell lines and animals.
_MODEL = re.compile(
    r"\b(?:(?!CD\d|NK|[TB]\b)(?:[A-Z][A-Za-z]{0,6}[-/]?\d{1,5}[A-Za-z0-9]{0,4}(?:-[A-Z]?\d{1,3})?|HeLa|Jurkat"
    r"|[A-Z]{3,5}|RAW ?264\.7|\d{1,3}[A-Z]{1,3}\d?(?:-[A-Z]?\d{1,2})?) (?:cells?|macrophages)"
    r"(?: lines?)?|(?<=cell line )[A-Z][A-Za-z]{0,6}[-/]?\d{1,5}[A-Za-z0-9]{0,4}(?:-\d{1,3})?\b"
    r"|(?:mouse|murine|human tumou?r) xenografts?(?: models?)?|xenografts?(?: models?)?"
    r"|(?:nude|transgenic|knockout|SCID) mice|mice|rats|zebrafish)\b"
)
_NO_SYMBOLS = words(
    "DNA RNA PCR ELISA FACS MTT ATP GTP USA FDA WHO ALL AML CML CLL MRD OS DFS EFS PFS ORR AND THE FOR "
    "NOT ROS GFP PBS HIV HSCT GVHD MTX IC50 EC50 LD50 ED50 GI50 TC50 CC50"
)


def find_forms(text: str) -> Iterator[tuple[str, str, Span]]:
    """Yield kind, rule and place of what has the form of a name, the surest forms first.

    >>> text = "Cells were treated with wogonin, which reduced IL-6 and autophagy."
    >>> [(kind, span.of(text)) for kind, _, span in find_forms(text)]
    [('Target', 'IL-6'), ('Process', 'autophagy'), ('Drug', 'wogonin')]
    """
    for match in _MODEL.finditer(text):
        yield "Model", "name of cells or animals", Span(*match.span())
    for match in _PROCESS.finditer(text):
        first = match[0].split(" ", 1)[0].lower()
        if not (match[0].endswith("pathway") and first in _NO_PATHWAYS):
            yield "Process", "name of a process", Span(*match.span())
    for match in _CODE.finditer(text):
        yield "Drug", "research code", Span(*match.span())
    for match in chain(_NUMBERED_RECEPTORS.finditer(text), _GENE.finditer(text), _symbols(text)):
        if match[0].upper() not in _NO_SYMBOLS:
            yield "Target", "gene symbol", Span(*match.span())
    given = set()
    telling = ((place + start, place + end) for place, found in found_in(text, _TELLING) for start, end in found)
    for match in filter(None, (_WORD.match(text, *where) for where in telling)):
        word = match[0].lower()
        if word.endswith(_PROCESSES):
            yield "Process", "name of a process", Span(*match.span())
        elif word.endswith(_ENZYMES) and word not in _NO_ENZYMES and word not in TRIGGERS:
            whole = _whole_enzyme(text, match)
            if whole is not None:
                yield "Target", "name of an enzyme", whole
        elif word.endswith(_CHEMICAL) and word not in _NO_DRUGS and word not in TRIGGERS and _acts(text, match):
            given.add(match[0])
    for match in _SAID_TO_ACT.finditer(text):
        word = match[1]
        if (word.lower().endswith(_STEMS) or word[-1].isdigit()) and word.lower() not in _NO_DRUGS:
            given.add(word)
    given -= _SALTS
    for name in sorted(given)[:50]:
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}\b", text):
            yield "Drug", "what was given", Span(*match.span())


def _telling(stretch: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of a stretch stand that an ending makes worth a look."""
    ends = (*_PROCESSES, *_ENZYMES, *_CHEMICAL)
    return tuple(match.span() for match in _WORD.finditer(stretch) if match[0].lower().endswith(ends))


_TELLING = Remembered(_telling)


def _symbols(text: str) -> Iterator[re.Match[str]]:
    """Yield the words in capitals that stand where genes and proteins do."""
    for match in _CAPITALS.finditer(text):
        word = match[0]
        if len(word) < 3:
            continue
        alone = word.isupper() and (
            _ACTS.match(text, match.end()) or text[max(0, match.start() - 19) : match.start()].endswith(_LEADS)
        )
        if alone or _OF_GENE.match(text, match.end()):
            yield match


def _whole_enzyme(text: str, word: re.Match[str]) -> Span | None:
    """Return an enzyme with what says which: "aldose reductase"; None for a kind of enzyme without it."""
    before = _QUALIFIER.search(text, max(0, word.start() - 40), word.start())
    behind = _NUMBERED.match(text, word.end())
    end = behind.end() if behind is not None else word.end()
    if before is None or before[1].lower().rstrip("- ").endswith(_TIED):
        return None if word[0].lower().removesuffix("s") in _KINDS_OF_ENZYMES else Span(word.start(), end)
    return Span(before.start(1), end)


def _acts(text: str, word: re.Match[str]) -> bool:
    """Say whether a word stands where a drug under test does: after "treated with", or before a verb of acting."""
    before = text[max(0, word.start() - 16) : word.start()]
    if before.endswith(_GIVEN) or text.startswith(("-treated", "-exposed"), word.end()):
        return True
    if before and not before.endswith(_BEFORE_ACTING):
        return False
    return word[0].lower().endswith(_DRUGLIKE) and _ACTING.match(text, word.end()) is not None
