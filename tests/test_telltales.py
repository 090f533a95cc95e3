"""The telltale words of expressions: none of them may hide a match."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evgraph.extract
from evgraph.extract.telltales import Telltale

_MODULES = [module.name for module in pkgutil.walk_packages(evgraph.extract.__path__, "evgraph.extract.")]
_FOUND = {
    f"{name.removeprefix('evgraph.extract.')}.{key}{number}": item
    for name in _MODULES
    for key, value in vars(import_module(name)).items()
    for number, one in enumerate(value if isinstance(value, tuple) else (value,))
    for item in (one if isinstance(one, tuple) else (one,))
    if isinstance(item, Telltale)
}


@pytest.mark.parametrize("found", _FOUND.values(), ids=_FOUND.keys())
@settings(max_examples=40)
@given(data=st.data())
def test_what_an_expression_matches_holds_one_of_its_words(found: Telltale, data: st.DataObject) -> None:
    written = data.draw(st.from_regex(found.pattern))
    match = found.pattern.search(written)
    assert match is not None
    again = found.search(written, 0, len(written))
    assert again is not None
    assert again.span() == match.span()
