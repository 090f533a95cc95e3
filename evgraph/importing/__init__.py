"""A vocabulary that somebody else keeps, in OBO, OWL, SKOS or a table, turned into one file of an ontology folder.

Every entry of the input becomes a concept, is counted as obsolete, or is a Problem that says where it stands.
"""

from evgraph.importing.vocabulary import KINDS, Import, import_vocabulary, read_vocabularies

__all__ = ["KINDS", "Import", "import_vocabulary", "read_vocabularies"]
