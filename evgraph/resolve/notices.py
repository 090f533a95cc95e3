"""The words in which services tell of comments, corrections and retractions → `Notice`s, the same for all of them.

PubMed: `CommentsCorrections/@RefType` and `PublicationType` (https://www.nlm.nih.gov/bsd/mms/medlineelements.html#cc).
Europe PMC prints the same relations as two words. Crossref: types of `update-to` and `updated-by`, to which Retraction
Watch adds its own (https://www.crossref.org/documentation/crossmark/).
"""

from __future__ import annotations

from evgraph.resolve.records import Notice, NoticeKind
from evgraph.sameness import letters

#: By the letters of the relation: what it is, and whether the record that states it is itself the notice.
_RELATIONS = {
    "commentin": (NoticeKind.COMMENT, False),
    "commenton": (NoticeKind.COMMENT, True),
    "erratumin": (NoticeKind.ERRATUM, False),
    "erratumfor": (NoticeKind.ERRATUM, True),
    "expressionofconcernin": (NoticeKind.CONCERN, False),
    "expressionofconcernfor": (NoticeKind.CONCERN, True),
    "partialretractionin": (NoticeKind.RETRACTION, False),
    "partialretractionof": (NoticeKind.RETRACTION, True),
    "republishedin": (NoticeKind.REPUBLICATION, False),
    "republishedfrom": (NoticeKind.REPUBLICATION, True),
    "retractedandrepublishedin": (NoticeKind.RETRACTION, False),
    "retractedandrepublishedfrom": (NoticeKind.REPUBLICATION, True),
    "retractionin": (NoticeKind.RETRACTION, False),
    "retractionof": (NoticeKind.RETRACTION, True),
    "updatein": (NoticeKind.UPDATE, False),
    "updateof": (NoticeKind.UPDATE, True),
    "hascomment": (NoticeKind.COMMENT, False),
    "iscommenton": (NoticeKind.COMMENT, True),
    "hasreply": (NoticeKind.REPLY, False),
    "isreplyto": (NoticeKind.REPLY, True),
}
_TYPES = {
    "comment": (NoticeKind.COMMENT, True),
    "correctedandrepublishedarticle": (NoticeKind.REPUBLICATION, True),
    "expressionofconcern": (NoticeKind.CONCERN, True),
    "publishederratum": (NoticeKind.ERRATUM, True),
    "retractedpublication": (NoticeKind.RETRACTION, False),
    "retractionnotice": (NoticeKind.RETRACTION, True),
    "retractionofpublication": (NoticeKind.RETRACTION, True),
}
_UPDATES = {
    "clarification": NoticeKind.CORRECTION,
    "correction": NoticeKind.CORRECTION,
    "corrigendum": NoticeKind.CORRECTION,
    "erratum": NoticeKind.ERRATUM,
    "expressionofconcern": NoticeKind.CONCERN,
    "partialretraction": NoticeKind.RETRACTION,
    "removal": NoticeKind.WITHDRAWAL,
    "retraction": NoticeKind.RETRACTION,
    "withdrawal": NoticeKind.WITHDRAWAL,
}


def find_relation(words: str, identifier: str | None, source: str, where: str = "") -> Notice | None:
    """Return the notice that a relation tells of, `None` for one that says nothing of a work's state.

    >>> find_relation("RetractionIn", "31234567", "PubMed").kind.value
    'retraction'
    >>> find_relation("Comment on", "31234567", "Europe PMC").by_this, find_relation("Cites", None, "PubMed")
    (True, None)
    """
    kind, by_this = _RELATIONS.get(letters(words), (None, False))
    if kind is None:
        return None
    return Notice(kind, identifier, source=source, label=words, by_this=by_this, where=where)


def find_type(words: str, source: str) -> Notice | None:
    """Return the notice that a kind of publication tells of, such as "Retracted Publication"."""
    kind, by_this = _TYPES.get(letters(words), (None, False))
    return None if kind is None else Notice(kind, source=source, label=words, by_this=by_this)


def from_update(words: str, identifier: str | None, date: str, source: str, by_this: bool) -> Notice:
    """Return the notice of an update; one of another kind is an `UPDATE`, and its label says which.

    >>> from_update("partial_retraction", "10.5555/1", "2020", "publisher", False).kind.value
    'retraction'
    """
    kind = _UPDATES.get(letters(words), NoticeKind.UPDATE)
    return Notice(kind, identifier, date, source, words, by_this)
