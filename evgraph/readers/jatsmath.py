"""Presentation MathML (W3C MathML 3.0, chapter 3) to one line of text: "10^-6", "(a+b)/c", "P<0.05"."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evgraph.readers.xmlparts import Element


def math_text(element: Element) -> str:
    """Return the signs of a formula in the order they are read.

    >>> from evgraph.readers.xmlparts import parse
    >>> math_text(parse("<math><mi>P</mi><mo>&lt;</mo><msup><mn>10</mn><mn>-6</mn></msup></math>")[0])
    'P<10^-6'
    """
    name = element.name.rpartition(":")[2]
    if name in ("annotation", "annotation-xml", "mphantom"):
        return ""
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return " ".join(element.text.split())
    parts = [text for one in element.elements if (text := math_text(one))]
    form = _FORMS.get(name)
    if form is not None and len(parts) > 1:
        return form(parts)
    joined = (", " if name == "mtr" else "; " if name == "mtable" else "").join(parts)
    return f"({joined})" if name == "mfenced" else f"√{_whole(joined)}" if name == "msqrt" else joined


def _whole(text: str) -> str:
    """Put in brackets what is more than one number or name."""
    return text if text.replace(".", "").isalnum() else f"({text})"


_FORMS: Mapping[str, Callable[[list[str]], str]] = {
    "mfrac": lambda parts: "/".join(map(_whole, parts)),
    "msup": lambda parts: f"{parts[0]}^{''.join(parts[1:])}",
    "msub": lambda parts: "_".join(parts),
    "msubsup": lambda parts: f"{parts[0]}_{parts[1]}^{''.join(parts[2:])}",
    "mroot": lambda parts: f"{_whole(parts[0])}^(1/{parts[1]})",
}
