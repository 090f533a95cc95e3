"""A title as printed to what two printings of it share: its letters, without what a database wrote around it.

Databases add notes (`[Review] [33 refs]`, `[Chinese]`, `(Structured abstract)`, `[Erratum appears in ...]`), and
an erratum or a reply carries the title of the work it is about. The notes are left out of the comparison; that
a record is an erratum, a reply or a comment is kept as its kind.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from typing import NamedTuple


class Title(NamedTuple):
    """A title in small letters without notes, its letters and digits only, and what kind of notice it announces.

    `kind` is "" for a work of its own.
    """

    text: str
    letters: str
    kind: str


#: Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "α": " alpha ", "β": " beta ", "γ": " gamma ", "δ": " delta ", "ε": " epsilon ", "κ": " kappa ",
        "λ": " lambda ", "μ": " mu ", "ω": " omega ", "≥": ">or=", "≤": "<or=",
    }
)  # fmt: skip
_NOT_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())

#: A longer text is no title; it is compared as it stands, so that no input takes more than linear time.
LONGEST = 2_000
#: Markup of databases and publishers.
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|p|span|title)(?: [^<>]{0,80})?/?>", re.IGNORECASE)

#: How a title says at its beginning that it is a notice about another work. "Correction of anaemia" is none.
_LEADS = (
    ("erratum", r"(?:published )?(?:errat(?:um|a)|corrigend(?:um|a))\b(?: to| for| in)?|corrections?(?: to\b|(?=:))"),
    ("retraction", r"retraction(?: notice| note|(?=:))(?: to| of| for)?"),
    ("reply", r"(?:in )?reply(?: to\b|(?=[:.]))|(?:the )?authors?'?s? (?:reply|response)|response(?=:)"),
    ("comment", r"comment(?:s|ary)? (?:on|to)\b|comment(?:s|ary)?(?=:)|re(?=: )"),
    ("letter", r"letter(?: to the editor)?(?=:)"),
)
_LEAD = re.compile(r"[\W_]*(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LEADS) + ")")
#: A withdrawn article is still that article.
_FLAG = re.compile(r"[\W_]*(?:retracted|withdrawn)(?: article)?: *")
_TAIL = re.compile(
    r"(?: [-–—]+ ?|-- ?|: |\. |\()(?:(?P<reply>(?:the )?(?:authors?'?s? )?(?:reply|response)"
    r"|reply to [^:]{3,60})|(?P<letter>letters?)|(?P<erratum>erratum|corrigendum)|(?P<comment>comment))[\s.)]*$"
)
_KINDS = ("erratum", "retraction", "reply", "comment", "letter")
_NOTICE = re.compile(r"\[ *(?:published )?(?:errat|comment|see comment|retract|correction|republish|update)")
#: What a bracket at the end holds that is no part of the title.
_NOTE = re.compile(
    r"(?:[^\W\d_]+(?:[,;] [^\W\d_]+)*|\d+ refs?\.?|\d{1,2}|(?:[a-z]+ )?(?:review|abstract|record|letters?)(?: \d+)?"
    r"|author'?s transl\.?|multiple letters|retracted.*|withdrawn.*|see comments?|in process citation|review) *"
)
#: A citation in brackets at the end: the notice is about that publication.
_CITED = re.compile(r"(?:vol|v)\.? ?\d+,? .*|.*\b(?:19|20)\d\d\b.*\d+.*\(?\d+[-–,]? ?\d*\)?.*")


def read_title(title: str) -> Title:
    """Return what is compared of a title.

    >>> read_title("[Tumours of the neck]. [Review] [16 refs] [Polish]").text
    'tumours of the neck'
    >>> read_title("Tumours of the neck (vol 142, pg 310, 2003)")
    Title(text='tumours of the neck', letters='tumorsoftheneck', kind='erratum')
    """
    if "<" in title or "&" in title:
        title = _TAG.sub("", unescape(title))
    text = plain(title)
    kind = ""
    if len(text) > LONGEST:
        return Title(text, fold(text), kind)
    if "[" in text or "(" in text or "..." in text:
        text, kind = _without_notes(text)
    lead = _LEAD.match(text)
    if lead:
        # Where nothing follows, the notice has no other title.
        kind, text = str(lead.lastgroup), text[lead.end() :].strip(" .,:;") or text
    else:
        tail = _TAIL.search(text, max(len(text) - 80, 0))
        if tail and tail.start() > 0:
            kind, text = str(tail.lastgroup), text[: tail.start()]
        flag = _FLAG.match(text)
        text = text[flag.end() :] if flag else text
    text = text.strip(" .,:;\"'")
    return Title(text, fold(text), kind)


def plain(text: str) -> str:
    """Return a text in small letters without accents; letters of other scripts stay.

    >>> plain("Löffler–Ødegård")
    'loffler–odegard'
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(char for char in text if not unicodedata.combining(char))


def fold(text: str) -> str:
    """Return the letters and digits of a plain text, British and American spelling alike.

    >>> fold("haemolysis, a randomised trial") == fold("hemolysis: a randomized trial")
    True
    """
    if text.isascii():
        text = text.encode().translate(None, _NOT_LETTERS).decode()
    else:
        text = "".join(char for char in text if char.isalnum())
    return text.replace("ae", "e").replace("oe", "e").replace("z", "s").replace("our", "or")


def _without_notes(text: str) -> tuple[str, str]:
    """Return a title without the notes in brackets, and the kind that one of them tells."""
    kind = ""
    if "..." in text and re.search(r"\d{4}|\[", text[text.index("...") :]):
        text = text[: text.index("...")]
    text = text.replace("[corrected]", "")
    notice = _NOTICE.search(text)
    if notice and notice.start() > 0:
        text = text[: notice.start()]
    while True:
        text = text.rstrip(" .;")
        opening = _opening(text)
        if opening is None:
            return text, kind
        inside = text[opening + 1 : -1].strip()
        if opening == 0:
            text = inside if text[0] == "[" else text
            return text, kind
        if inside in _KINDS:
            kind = inside
        elif _CITED.fullmatch(inside) and text[-1] == ")" and ("vol" in inside or "(" in inside):
            kind = "erratum"
        elif not _NOTE.fullmatch(inside) or (text[-1] == ")" and " " not in inside):
            return text, kind
        text = text[:opening]


def _opening(text: str) -> int | None:
    """Return where the bracket opens that the text ends with."""
    if not text or text[-1] not in "])":
        return None
    close = text[-1]
    begin = "[" if close == "]" else "("
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == close) - (text[at] == begin)
        if depth == 0:
            return at
    return None
