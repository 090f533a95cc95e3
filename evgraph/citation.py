"""A Reference in the form that medical journals print (Vancouver; NLM, Citing Medicine, 2nd edition, chapter 1)."""

from __future__ import annotations

from evgraph.model import Reference

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Vancouver lists six authors, then "et al."
_SHOWN = 6


def cite(reference: Reference) -> str:
    """Return the citation. What was not seen is left out; a title not seen is said to be so, and so is a retraction.

    >>> from evgraph.model import Author
    >>> cite(Reference("s2020", "A trial", (Author("Smith", "J"),), journal="Blood", year=2020, month=3,
    ...                volume="1", issue="2", first_page="836", last_page="847"))
    'Smith J. A trial. Blood. 2020 Mar;1(2):836–847.'
    """
    authors = [author.name for author in reference.authors]
    names = ", ".join(authors[:_SHOWN]) + (", et al" if len(authors) > _SHOWN or (authors and reference.et_al) else "")
    title = _flag(reference) + (reference.title or f"[Title not read; {reference.key}]").rstrip()
    parts = [
        names,
        title if title.endswith(("...", "?", "!")) else title.rstrip("."),
        reference.journal or "",
        _imprint(reference),
    ]
    text = " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part)
    return text


def _imprint(reference: Reference) -> str:
    year = str(reference.year) if reference.year is not None else ""
    month = f" {_MONTHS[reference.month - 1]}" if reference.month and year else ""
    volume = (reference.volume or "") + (f"({reference.issue})" if reference.issue else "")
    pages = reference.article_number or reference.first_page or ""
    if reference.first_page and reference.last_page and reference.last_page != reference.first_page:
        pages = f"{reference.first_page}–{reference.last_page}"
    where = volume + (f":{pages}" if pages else "")
    return f"{year}{month}" + (f";{where}" if where and year else where)


def short_name(reference: Reference) -> str:
    """Return what people call a work: first author and year, or else its key; and that it was taken back or is doubted.

    >>> from evgraph.model import Author
    >>> short_name(Reference("s2020", authors=(Author("Smith", "J"),), year=2020))
    'Smith 2020'
    """
    author = reference.authors[0] if reference.authors else None
    state = f" ({reference.state.value})" if reference.state and reference.state.is_doubted else ""
    if author is None or reference.year is None:
        return reference.key + state
    name = author.collective or " ".join(part for part in (author.particle, author.family) if part)
    return (f"{name} {reference.year}" if name else reference.key) + state


def _flag(reference: Reference) -> str:
    """Return the words that stand before the title of a work that was taken back, or is in doubt."""
    state = reference.state
    if state is None or not state.is_doubted:
        return ""
    told = (reference.title or "").lstrip("[( ").casefold().startswith(state.value)
    return "" if told else f"{state.value.upper()}: "


def identifiers_of(reference: Reference) -> tuple[str, ...]:
    """Return the identifiers a reference has, as people write them."""
    pairs = (("", reference.doi), ("PMID ", reference.pmid), ("", reference.pmcid))
    return tuple(f"{head}{value}" for head, value in pairs if value)


def links_of(reference: Reference) -> tuple[tuple[str, str], ...]:
    """Return (text, URL) for each place where the work can be looked up, best first."""
    pairs = (
        ("DOI", reference.doi and f"https://doi.org/{reference.doi}"),
        ("PubMed", reference.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"),
        ("PubMed Central", reference.pmcid and f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.pmcid}/"),
        ("Page read", reference.url),
    )
    return tuple((text, url) for text, url in pairs if url)
