"""Records to triples and back: the only place that knows both.

`iris.py` names every record, `slots.py` is the table of which field is which predicate, `write.py` and
`read.py` walk that table in the two directions. A test sends every record type there and back.

Why no blank nodes and no RDF lists: a node with a name can be cited, compared and found in a `diff`, and a
question about claims stays short. Author order is a number on the author instead of a list to walk.
"""

from evgraph.rdf.iris import Iris
from evgraph.rdf.read import from_quads
from evgraph.rdf.write import Quad, to_quads

__all__ = ["Iris", "Quad", "from_quads", "to_quads"]
