"""The LaTeX of a BibTeX field to plain Unicode. No TeX engine: an unknown command stays as written and is named.

Why not a library: the ones at hand drop what they do not know, and take a `%` in a title for a comment.
"""

from __future__ import annotations

import re
import unicodedata

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_SYMBOLS = {
    "textbraceleft": "{", "textbraceright": "}",
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "ss": "ß", "i": "\u0131", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "pm": "±", "times": "\u00d7", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "approx": "≈",
    "sim": "\u223c", "textendash": "\u2013", "textemdash": "—", "textquoteright": "\u2019", "textquoteleft": "\u2018",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "degree": "°", "ldots": "…", "dots": "…",
    "textasciitilde": "~", "textasciicircum": "^",
    "textbackslash": "\\", "textunderscore": "_", "rightarrow": "→", "to": "→", "infty": "∞",
    "texttimes": "\u00d7", "textmu": "µ", "textgreater": ">", "textless": "<", "textquotesingle": "'",
    "guillemotleft": "«", "guillemotright": "»", "copyright": "©", "textcopyright": "©", "textbullet": "•",
    "textellipsis": "…", "textquotedblleft": "“", "textquotedblright": "”", "S": "§", "P": "¶", "pounds": "£",
    "euro": "€", "texteuro": "€", "LaTeX": "LaTeX", "TeX": "TeX", "cdot": "·",
    "textsuperscript": "^", "textsubscript": "_",
}  # fmt: skip
#: Commands that only say how something looks; what they hold is kept.
_LOOKS = frozenset(
    {
        "emph", "textit", "textbf", "textrm", "textsf", "texttt", "textsc", "textup", "textnormal", "text", "it", "bf",
        "em", "rm", "sf", "tt", "sc", "mathrm", "mathit", "mathbf", "mathsf", "ensuremath", "mbox", "url", "uppercase",
        "noopsort", "protect",
    }
)  # fmt: skip
_ESCAPED = {"-": "", "/": "", ",": " ", ";": " ", ":": " ", "!": "", " ": " ", "\n": " ", "\\": " "}
_TOKEN = re.compile(
    r"""\\(?P<mark>[`'^~"=.]|[uvHckrdb](?![A-Za-z]))\s*
          (?:\{\s*(?P<group>\\[ij]|[^\W\d_])\s*\}|(?P<letter>\\[ij](?![A-Za-z])|[^\W\d_]))
      | \\(?P<name>[A-Za-z]+)\*?(?:\{\}|\s+)?
      | \\(?P<escaped>[\s\S])
      | \$(?P<math>[^$]*[\\^_][^$]*)\$
      | (?P<plain>[{}~]|---?|``|'')""",
    re.VERBOSE,
)
_PLAIN = {"{": "", "}": "", "~": " ", "--": "\u2013", "---": "—", "``": "“", "''": "”"}


def to_text(latex: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the plain text of a field and the commands in it that are not known here.

    >>> to_text(r"G{\"o}kbuget, L{\"u}, {\O}rsted, Fo\`a")
    ('Gökbuget, Lü, Ørsted, Foà', ())
    >>> to_text(r"{CD19} and $\beta$-catenin in 50% of \emph{cells} \weird")
    ('CD19 and β-catenin in 50% of cells \\weird', ('\\weird',))
    """
    unknown: list[str] = []
    text = _TOKEN.sub(lambda match: _plain(match, unknown), latex)
    return unicodedata.normalize("NFC", " ".join(text.split())), tuple(unknown)


def to_verbatim(latex: str) -> str:
    r"""Return an address or an identifier as written, without braces round it and without escapes.

    >>> to_verbatim(r"{https://x.org/a\_b~c}")
    'https://x.org/a_b~c'
    """
    return re.sub(r"\\([_%&#~$])", r"\1", latex).replace("{", "").replace("}", "").strip()


def _plain(match: re.Match[str], unknown: list[str]) -> str:
    if match["mark"]:
        letter = (match["group"] or match["letter"]).lstrip("\\")
        return unicodedata.normalize("NFC", letter + _MARKS[match["mark"]])
    if match["name"]:
        return _command(match, unknown)
    if match["escaped"]:
        if match["escaped"] in "&%_$#{}":
            return match["escaped"]
        if match["escaped"] not in _ESCAPED:
            unknown.append(match[0])
        return _ESCAPED.get(match["escaped"], match[0])
    if match["math"] is not None:
        return _TOKEN.sub(lambda inner: _plain(inner, unknown), match["math"])
    return _PLAIN[match["plain"]]


def _command(match: re.Match[str], unknown: list[str]) -> str:
    name = match["name"]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    if name in _LOOKS:
        return ""
    size = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name.removeprefix('var').upper()}")
    except KeyError:
        unknown.append(f"\\{name}")
        return match[0]
