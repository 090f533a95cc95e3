"""How each kind of node looks: its lane in the drawing, its colour and its shape.

Colours are those of Okabe and Ito, told apart by most colour-blind readers. Kinds of one lane share a family
of colours and differ in shape, so that colour alone never carries a meaning. A colour of less than 3:1
against white (orange, sky blue, yellow) gets a dark outline.
"""

from __future__ import annotations

from dataclasses import dataclass

_BLUE, _SKY, _GREEN, _YELLOW = "#0072b2", "#56b4e9", "#009e73", "#f0e442"
_VERMILLION, _ORANGE, _PURPLE, _BLACK, _GREY = "#d55e00", "#e69f00", "#cc79a7", "#1a1a1a", "#5b6673"
_DARK = "#333333"
_PALE = frozenset({_SKY, _YELLOW, _ORANGE})

#: SVG path data in a box from -8 to 8; the legend (SVG) and the drawing (canvas) use the same text.
_SHAPES = {
    "circle": "M-6.5,0A6.5,6.5 0 1 0 6.5,0A6.5,6.5 0 1 0 -6.5,0Z",
    "square": "M-6,-6H6V6H-6Z",
    "diamond": "M0,-7.5L7.5,0L0,7.5L-7.5,0Z",
    "hexagon": "M-7.5,0L-3.8,-6.5H3.8L7.5,0L3.8,6.5H-3.8Z",
    "triangle": "M0,-7L7.5,6H-7.5Z",
    "triangle down": "M0,7L7.5,-6H-7.5Z",
    "star": "M0,-8L2.1,-2.9L7.6,-2.5L3.4,1.1L4.7,6.5L0,3.6L-4.7,6.5L-3.4,1.1L-7.6,-2.5L-2.1,-2.9Z",
    "cross": "M-2.6,-7H2.6V-2.6H7V2.6H2.6V7H-2.6V2.6H-7V-2.6H-2.6Z",
    "page": "M-5,-7H2L5,-4V7H-5Z",
    "ring": "M-6.5,0A6.5,6.5 0 1 0 6.5,0A6.5,6.5 0 1 0 -6.5,0ZM-3,0A3,3 0 1 1 3,0A3,3 0 1 1 -3,0Z",
}


@dataclass(frozen=True, slots=True)
class Look:
    """Lane, place among the columns of the lane, fill and shape of one kind."""

    lane: str
    column: int
    fill: str
    shape: str

    @property
    def outline(self) -> str:
        """The colour of the border: dark around a pale fill, else the fill itself."""
        return _DARK if self.fill in _PALE else self.fill

    @property
    def path(self) -> str:
        """The SVG path data of the shape."""
        return _SHAPES[self.shape]


#: Lanes from left to right, kinds from top to bottom.
LOOKS: dict[str, Look] = {
    "drug class": Look("Treatments", 0, _BLUE, "hexagon"),
    "drug": Look("Treatments", 1, _BLUE, "circle"),
    "regimen": Look("Treatments", 1, _BLUE, "square"),
    "procedure": Look("Treatments", 1, _SKY, "diamond"),
    "target": Look("Mechanisms", 0, _GREEN, "diamond"),
    "process": Look("Mechanisms", 1, _GREEN, "triangle"),
    "model": Look("Mechanisms", 1, _YELLOW, "hexagon"),
    "condition": Look("Disease and patients", 0, _VERMILLION, "square"),
    "characteristic": Look("Disease and patients", 1, _VERMILLION, "triangle"),
    "criterion": Look("Disease and patients", 1, _ORANGE, "diamond"),
    "outcome": Look("Outcomes", 0, _PURPLE, "star"),
    "adverse event": Look("Outcomes", 1, _ORANGE, "triangle down"),
    "study": Look("Literature", 0, _BLACK, "cross"),
    "reference": Look("Literature", 0, _BLACK, "page"),
}
_OTHER = Look("Other", 0, _GREY, "ring")


def look_of(kind: str) -> Look:
    """Return the look of a kind; one that is not in the table stands in a lane of its own.

    >>> look_of("drug").lane, look_of("no such kind").lane
    ('Treatments', 'Other')
    """
    return LOOKS.get(kind, _OTHER)


def in_order(kinds: frozenset[str]) -> tuple[str, ...]:
    """Return kinds as they stand in the table, then the unknown ones by name.

    >>> in_order(frozenset({"zebra", "reference", "drug"}))
    ('drug', 'reference', 'zebra')
    """
    return (*(kind for kind in LOOKS if kind in kinds), *sorted(kinds - LOOKS.keys()))
