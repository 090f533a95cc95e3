"""Text to identifier and back: DOI, PMID, PMCID, trial registry ids, ISSN; and the IRIs evgraph mints.

Every `parse_` function takes what people paste (a URL, a prefix, spaces) and returns the one normal
form, or raises `IdentifierError`. Nothing here looks anything up.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from evgraph.errors import IdentifierError

#: Where every IRI of evgraph begins. The w3id.org path is a name; nothing is fetched from it.
BASE = "https://w3id.org/evgraph/"

_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)$", re.IGNORECASE)
_PMID = re.compile(r"^(?:pmid:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?([1-9][0-9]{0,8})/?$", re.IGNORECASE)
_PMCID = re.compile(r"^(?:pmcid:?\s*|https?://\S+/)?(PMC[1-9][0-9]{0,8})/?$", re.IGNORECASE)
_NCT = re.compile(r"^NCT[0-9]{8}$")
_EUDRACT = re.compile(r"^(?:EudraCT\s*)?([0-9]{4}-[0-9]{6}-[0-9]{2})$", re.IGNORECASE)
_URL = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?#](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF])*"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2}|[\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF])*)?)?"
)
_ISSN = re.compile(r"^([0-9]{4})-?([0-9]{3}[0-9X])$", re.IGNORECASE)


def parse_doi(text: str) -> str:
    """Return the DOI in lower case, since DOIs compare without case (DOI Handbook, section 2.4).

    >>> parse_doi("https://doi.org/10.1056/NEJMoa1609783")
    '10.1056/nejmoa1609783'
    """
    match = _DOI.match(text.strip().rstrip(".,;"))
    if not match:
        raise IdentifierError(f"{text!r} is not a DOI; one looks like 10.1056/NEJMoa1609783")
    return match.group(1).lower()


def parse_pmid(text: str) -> str:
    """Return the digits of a PubMed id.

    >>> parse_pmid("PMID: 28249141")
    '28249141'
    """
    match = _PMID.match(text.strip())
    if not match:
        raise IdentifierError(f"{text!r} is not a PMID; one is up to nine digits")
    return match.group(1)


def parse_pmcid(text: str) -> str:
    """Return a PubMed Central id with its letters.

    >>> parse_pmcid("pmc5881572")
    'PMC5881572'
    """
    match = _PMCID.match(text.strip())
    if not match:
        raise IdentifierError(f"{text!r} is not a PMCID; one looks like PMC5881572")
    return match.group(1).upper()


def parse_registry(text: str) -> str:
    """Return a trial registry id: ClinicalTrials.gov or EudraCT, each in its own form.

    >>> parse_registry("nct02013167"), parse_registry("EudraCT 2013-000536-10")
    ('NCT02013167', '2013-000536-10')
    """
    stripped = text.strip()
    if _NCT.match(stripped.upper()):
        return stripped.upper()
    match = _EUDRACT.match(stripped)
    if not match:
        raise IdentifierError(f"{text!r} is no registry id known here; one looks like NCT02013167 or 2013-000536-10")
    return match.group(1)


def parse_issn(text: str) -> str:
    """Return an ISSN with its hyphen, its check digit proved (ISO 3297: weights 8 to 2, modulus 11).

    >>> parse_issn("00284793")
    '0028-4793'
    """
    match = _ISSN.match(text.strip())
    if not match:
        raise IdentifierError(f"{text!r} is not an ISSN; one looks like 0028-4793")
    digits = (match.group(1) + match.group(2)).upper()
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits[:7], strict=True))
    if "0123456789X"[(11 - total % 11) % 11] != digits[7]:
        raise IdentifierError(f"{text!r} has the form of an ISSN, but its check digit is wrong")
    return f"{digits[:4]}-{digits[4:]}"


def parse_url(text: str) -> str:
    """Return a web address that can stand in a graph and behind a link: http or https, an ordinary host, no spaces.

    Internationalised addresses are allowed (RFC 3987, section 2.2); a stray percent sign or bracket is not.

    >>> parse_url("https://example.org/a%20b?c=d")
    'https://example.org/a%20b?c=d'
    """
    if not _URL.fullmatch(text):
        raise IdentifierError(f"{text!r} is not a web address; one begins with https:// and holds no spaces")
    return text


def slug(text: str, limit: int = 48) -> str:
    """Return a short readable part of an IRI: lower-case ASCII letters, digits and hyphens.

    >>> slug("T-ALL, naïve (n = 4)")
    't-all-naive-n-4'
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:limit].rstrip("-") or "x"


def digest(*parts: str) -> str:
    """Return ten hex digits of the SHA-256 over length-prefixed parts, so that no two splits collide.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    sha = hashlib.sha256()
    for part in parts:
        data = part.encode()
        sha.update(f"{len(data)}:".encode())
        sha.update(data)
    return sha.hexdigest()[:10]


def mint(kind: str, name: str, *parts: str) -> str:
    """Make the IRI of a record: readable by its name, unique by a hash of its content.

    Why a hash and never a random or counted id: the same inputs must give the same bytes, so that a
    `diff` of two builds shows what changed in the evidence and nothing else.

    >>> mint("claim", "smith2020 cr", "smith2020", "cr")
    'https://w3id.org/evgraph/claim/smith2020-cr-d0930ab316'
    """
    return f"{BASE}{kind}/{slug(name)}-{digest(kind, *parts)}"
