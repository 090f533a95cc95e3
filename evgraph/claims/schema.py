"""Values of an evidence file against `evidence.schema.json`: Problems with file, line, key and mend.

The schema is the documentation of the format too: editors that know JSON Schema complete and check it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from evgraph.claims.yamltree import Path, Tree
from evgraph.errors import Problem

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@cache
def load_schema() -> dict[str, Any]:
    """Return the schema of an evidence file."""
    text = resources.files("evgraph.claims").joinpath("evidence.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(part: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = load_schema()
    if part == "file":
        # Claims are checked one by one, each against its own kind: "none of six" would help nobody.
        return Draft202012Validator(schema | {"properties": schema["properties"] | {"claims": {"type": "array"}}})
    return Draft202012Validator(schema["$defs"][part])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean x?" or the list of what is known.

    >>> did_you_mean("agent", ["agents", "effect"])
    'did you mean agents?'
    """
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f"did you mean {close[0]}?" if close else "known here: " + ", ".join(names)


def check_file(tree: Tree, name: str) -> list[tuple[Path, Problem]]:
    """Return what is wrong with everything but the claims, each with its path in the tree."""
    return [
        (tuple(e.absolute_path), p) for e in _validator("file").iter_errors(tree.value) for p in _say(e, tree, name)
    ]


def check_claim(tree: Tree, number: int, name: str) -> list[Problem]:
    """Return what is wrong with one claim of the file."""
    claim = tree.value["claims"][number]
    base: Path = ("claims", number)
    kinds = load_schema()["$defs"]
    if not isinstance(claim, dict):
        return [_problem("a claim must be keys with values", tree, base, name, "write `id: …`, `kind: …`, …")]
    kind = claim.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        mend = did_you_mean(str(kind or ""), kinds)
        return [_problem(f"unknown kind of claim {kind!r}", tree, (*base, "kind"), name, mend)]
    return [p for error in _validator(kind).iter_errors(claim) for p in _say(error, tree, name, base)]


def _problem(message: str, tree: Tree, path: Path, name: str, mend: str = "") -> Problem:
    return Problem(message, name, tree.line(path), dotted(path, tree), mend)


def dotted(path: Path, tree: Tree) -> str:
    """Return a path as people read it, a claim by its id: `claims[os].ci.lower`."""
    parts: list[str] = []
    for depth, step in enumerate(path):
        if isinstance(step, int):
            label = str(step + 1)
            if depth == 1 and path[0] == "claims" and isinstance(tree.value["claims"][step], dict):
                label = str(tree.value["claims"][step].get("id", label))
            parts.append(f"[{label}]")
        else:
            parts.append(("." if parts else "") + step)
    return "".join(parts)


def _say(error: ValidationError, tree: Tree, name: str, base: Path = ()) -> Iterator[Problem]:
    """Turn one finding of the validator into Problems a curator can act on."""
    path: Path = (*base, *error.absolute_path)
    instance: Any = error.instance
    expected: Any = error.validator_value
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    about = schema.get("description", "")
    if error.validator == "additionalProperties":
        patterned = bool(schema.get("patternProperties"))
        known = set(schema.get("properties", {}))
        for key in sorted(set(instance) - known) if not patterned else sorted(instance):
            if patterned and not _bad_name(key, schema):
                continue
            mend = "lower-case letters, digits, dots and hyphens only" if patterned else did_you_mean(key, known)
            yield _problem(f"unknown key {key!r}", tree, (*path, key), name, mend)
    elif error.validator == "required":
        for key in sorted(set(expected) - set(instance)):
            hint = schema.get("properties", {}).get(key, {}).get("description", "")
            yield _problem(f"the key {key!r} is missing", tree, path, name, f"add `{key}:` {hint}".strip())
    elif error.validator in {"enum", "const"}:
        allowed = expected if error.validator == "enum" else [expected]
        yield _problem(f"{instance!r} is not allowed", tree, path, name, did_you_mean(str(instance), allowed))
    elif error.validator == "type":
        wanted = {"object": "keys with values", "array": "a list", "string": "a text"}
        word = wanted.get(str(expected), str(expected))
        yield _problem(f"must be {word}", tree, path, name, about)
    elif error.validator == "anyOf":
        deeper = max(error.context or [], key=lambda sub: len(sub.absolute_path), default=None)
        if deeper is not None and deeper.absolute_path != error.absolute_path:
            yield from _say(deeper, tree, name, base)
        else:
            yield _problem("has the wrong form", tree, path, name, about)
    else:
        yield _problem(f"{str(instance)[:80]!r} has the wrong form", tree, path, name, about)


def _bad_name(key: str, schema: dict[str, Any]) -> bool:
    import re

    return not any(re.search(pattern, key) for pattern in schema["patternProperties"])
