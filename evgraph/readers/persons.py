"""Small things about names that several readers need: the words for `et al.`, and a name as `extra` holds it."""

from __future__ import annotations

from evgraph.model import Author

_ET_AL = frozenset({"et al", "et al.", "[et al.]", "[et al]", "and others", "others"})


def is_et_al(text: str) -> bool:
    """Say whether what stands for a name only says that there were more.

    >>> is_et_al("et al."), is_et_al("Al, E")
    (True, False)
    """
    return text.strip().lower() in _ET_AL


def listed(person: Author) -> str:
    """Return a name with the family name first.

    >>> listed(Author("Berg", "Piet", "van der", "Jr"))
    'van der Berg, Jr, Piet'
    """
    if person.collective is not None:
        return person.collective
    family = " ".join(part for part in (person.particle, person.family) if part)
    return ", ".join(part for part in (family, person.suffix, person.given) if part)
