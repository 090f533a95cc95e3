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
    errors = _validator("file").iter_errors(tree.value)
    return list(dict.fromkeys(found for error in errors for found in _say(error, tree, name)))


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
    found = [problem for e in _validator(kind).iter_errors(claim) for _, problem in _say(e, tree, name, base)]
    return list(dict.fromkeys(found))


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


def _say(error: ValidationError, tree: Tree, name: str, base: Path = ()) -> Iterator[tuple[Path, Problem]]:
    """Turn one finding of the validator into Problems a curator can act on, each with its path."""
    path: Path = (*base, *error.absolute_path)
    instance: Any = error.instance
    expected: Any = error.validator_value
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    about = schema.get("description", "")

    def say(message: str, where: Path, mend: str) -> tuple[Path, Problem]:
        return where, _problem(message, tree, where, name, mend)

    if error.validator == "additionalProperties":
        patterned = bool(schema.get("patternProperties"))
        known = set(schema.get("properties", {}))
        for key in sorted(set(instance) - known):
            if patterned and _is_good_name(key, schema):
                continue
            mend = "lower-case letters, digits, dots and hyphens only" if patterned else did_you_mean(key, known)
            yield say(f"unknown key {key!r}", (*path, key), mend)
    elif error.validator == "required":
        for key in sorted(set(expected) - set(instance)):
            hint = schema.get("properties", {}).get(key, {}).get("description", "")
            yield say(f"the key {key!r} is missing", path, f"add `{key}:` {hint}".strip())
    elif error.validator in {"enum", "const"}:
        allowed = expected if error.validator == "enum" else [expected]
        yield say(f"{instance!r} is not allowed", path, did_you_mean(str(instance), map(str, allowed)))
    elif error.validator == "type":
        kind = expected if isinstance(expected, str) else expected[0]
        word = {"object": "keys with values", "array": "a list", "string": "a text"}.get(kind, kind)
        yield say(f"must be {word}", path, about or f"write {word}")
    elif error.validator == "anyOf" and (closer := [sub for sub in error.context or () if sub.validator != "type"]):
        for sub in closer:
            yield from _say(sub, tree, name, base)
    else:
        yield say(f"{str(instance)[:80]!r} has the wrong form", path, about or "see docs/evidence-files.md")


def _is_good_name(key: str, schema: dict[str, Any]) -> bool:
    import re

    return any(re.search(pattern, key) for pattern in schema["patternProperties"])
