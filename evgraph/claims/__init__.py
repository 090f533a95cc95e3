"""What is claimed, from curated files to Propositions, Claims and Evidence.

`curated.py` reads `references/evidence/*.yaml`; `schema.py` says what is wrong with one, `yamltree.py` where.
"""

from evgraph.claims.curated import read_curated

__all__ = ["read_curated"]
