r"""Plain Unicode to the LaTeX of a BibTeX field, so that `evgraph.readers.latex` and TeX read back the same text.

Letters stay UTF-8, as biber, pandoc and Zotero take them; only what LaTeX would take for an order is written
differently, and what its fonts would join (`--`, two quotes) is kept apart by `{}`.
"""

from __future__ import annotations

import re

_ESCAPES = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
#: BibTeX counts braces even behind a backslash: only pairs may be written so.
_PAIRED = {"{": r"\{", "}": r"\}"}
_LONE = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL = re.compile(r"[\\~^&%$#_{}]|([-'`])(?=\1)")


def escape(text: str) -> str:
    r"""Return text as LaTeX.

    >>> escape("50% of {x} & a_b -- 5''"), escape("a } b")
    ("50\\% of \\{x\\} \\& a\\_b -{}- 5'{}'", 'a \\textbraceright{} b')
    """
    if not _SPECIAL.search(text):
        return text
    braces = _PAIRED if _is_balanced(text) else _LONE
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0]) or braces.get(match[0]) or f"{match[0]}{{}}", text)


def escape_title(title: str) -> str:
    r"""Return a title as LaTeX, in braces each word whose capitals a bibliography style would lower.

    In a title that has most words capitalised those capitals are a style and left to the style; in any other one
    a capital belongs to the word.

    >>> escape_title("Outcome of B-cell disease in Rome: the CD19 & mRNA trial")
    'Outcome of {B-cell} disease in {Rome}: the {CD19} \\& {mRNA} trial'
    >>> escape_title("The Outcome of Disease in Adults with CD19")
    'The Outcome of Disease in Adults with {CD19}'
    """
    words = title.split(" ")
    long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    headline = sum(word[0].isupper() for word in long) * 2 > len(long)
    return " ".join(_word(word, number == 0, headline) for number, word in enumerate(words))


def _word(word: str, is_first: bool, headline: bool) -> str:
    letters = re.sub(r"^\W+|\W+$", "", word)
    kept = letters[1:] if is_first or (headline and letters[1:2].isalpha()) else letters
    if not any(char.isupper() for char in kept):
        return escape(word)
    head, _, tail = word.partition(letters)
    if not _is_balanced(head + tail) or not _is_balanced(letters):
        return escape(word)
    return f"{escape(head)}{{{escape(letters)}}}{escape(tail)}"


def is_latex(text: str) -> bool:
    r"""Say whether a text can stand between braces as it is: its braces are in pairs and nothing escapes the last.

    >>> is_latex(r"{CD}19 \emph{x}"), is_latex("a } b {"), is_latex("a\\")
    (True, False, False)
    """
    slashes = len(text) - len(text.rstrip("\\"))
    return _is_balanced(text) and _is_balanced(re.sub(r"\\[\s\S]", "", text)) and slashes % 2 == 0


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.finditer("[{}]", text):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
