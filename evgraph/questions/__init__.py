"""Files of named questions to `Question` values, and the words of a person to values for their variables.

A question is a `.rq` file: a header of comments, then SPARQL, so that any SPARQL tool can run it as it is.

    # title: Adverse events above a share of patients
    # question: Which adverse events had more than so many per cent of an arm?
    # group: Safety
    # param: percent number 10 lower limit, in per cent
    # param: drug concept - only this drug or class (leave out for all)
    # example: percent=20 drug="some drug"
    # answer: a worked answer, line by line, for a test to compare with
    SELECT ...

A parameter has a name (a variable of the query), a type (`TYPES`), a default or `-` for none, and a description.
Without a default it must be given, unless the query asks `BOUND(?name)`, that is, says itself what it does without.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from evgraph.errors import InputError, QueryError, VocabularyError
from evgraph.query.bindings import Value, iri
from evgraph.query.tokens import read, suggest
from evgraph.query.variables import Part, Variables, find_variables

#: What a parameter can be: a concept by any of its names, a text as it stands, a number, the citation key of a work.
TYPES = ("concept", "text", "number", "reference")
_ONCE = ("title", "question", "group", "example")
_FIELD = re.compile(r"#\s*(\w+):\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question. Not `required` and without a default, it may stay open."""

    name: str
    type: str
    description: str
    default: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """A named question. `name` is that of its file; `example` gives parameters that have an answer."""

    name: str
    title: str
    question: str
    group: str
    sparql: str
    params: tuple[Param, ...] = ()
    example: tuple[tuple[str, str], ...] = ()
    answer: tuple[str, ...] = ()


def read_questions(folder: Path | None = None) -> tuple[Question, ...]:
    """Read the questions of a folder, by name; without one, those that come with the program."""
    home: Traversable = files("evgraph") / "questions" if folder is None else folder
    if not home.is_dir():
        raise InputError("no such folder of questions", path=str(home))
    found = sorted((item for item in home.iterdir() if item.name.endswith(".rq")), key=lambda item: item.name)
    return tuple(parse_question(item.read_text(encoding="utf-8"), item.name) for item in found)


def find_question(name: str, folder: Path | None = None) -> Question:
    """Return the question of a name; raises `VocabularyError` with those that come near."""
    questions = {question.name: question for question in read_questions(folder)}
    if name not in questions:
        mend = suggest(name, questions) or f"There are: {', '.join(questions)}."
        raise VocabularyError(f"no question has the name {name!r}. {mend}")
    return questions[name]


def parse_question(text: str, path: str) -> Question:
    r"""Turn the text of a `.rq` file into a question; raises `InputError` with file and line.

    >>> parse_question("# title: T\n# question: Q?\n# group: G\nASK { ?s ?p ?o }", "some.rq").name
    'some'
    """
    fields: dict[str, str] = {}
    params: list[tuple[int, str]] = []
    answer: list[str] = []
    for line, key, value in _header(text, path):
        if key == "param":
            params.append((line, value))
        elif key == "answer":
            answer.append(value)
        elif key in fields:
            raise InputError("this is said twice", path=path, line=line, key=key)
        else:
            fields[key] = value
    for key in ("title", "question", "group"):
        if not fields.get(key):
            raise InputError("the header does not say this", path=path, line=1, key=key, mend=f"add `# {key}: ...`")
    try:
        variables = find_variables(read(text))
    except QueryError as error:
        raise InputError(str(error), path=path) from error
    parsed = tuple(_param(value, variables, path, line) for line, value in params)
    example = _example(fields.get("example", ""), parsed, path)
    name = path.rpartition("/")[2].removesuffix(".rq")
    return Question(name, fields["title"], fields["question"], fields["group"], text, parsed, example, tuple(answer))


def _header(text: str, path: str) -> Iterator[tuple[int, str, str]]:
    known = (*_ONCE, "param", "answer")
    for line, words in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not words.startswith("#"):
            return
        if not words.strip("# \t"):
            continue
        match = _FIELD.match(words)
        if match is None:
            raise InputError("a line of the header is `# name: value`", path=path, line=line)
        if match[1] not in known:
            mend = suggest(match[1], known) or f"known are {', '.join(known)}"
            raise InputError("unknown in a header", path=path, line=line, key=match[1], mend=mend)
        yield line, match[1], match[2]


def _param(words: str, variables: Variables, path: str, line: int) -> Param:
    name, kind, default, description = (*words.split(maxsplit=3), "", "", "", "")[:4]
    if not description:
        mend = "name, type, default or -, description"
        raise InputError("a parameter has four parts", path=path, line=line, key=name or "param", mend=mend)
    if kind not in TYPES:
        mend = f"one of {', '.join(TYPES)}"
        raise InputError(f"unknown type {kind!r}", path=path, line=line, key=name, mend=mend)
    parts = {item.part for item in variables.occurrences if item.name == name}
    if not parts:
        mend = suggest(name, variables.names, "?{}")
        raise InputError(f"the query has no variable ?{name}", path=path, line=line, key=name, mend=mend)
    param = Param(name, kind, description, None if default == "-" else default)
    if kind == "number" and param.default is not None:
        try:
            _number(param, param.default)
        except QueryError as error:
            raise InputError(str(error), path=path, line=line) from error
    needed = param.default is None and Part.TESTED not in parts
    return Param(name, kind, description, param.default, needed)


def _example(words: str, params: tuple[Param, ...], path: str) -> tuple[tuple[str, str], ...]:
    try:
        pairs = [word.partition("=") for word in shlex.split(words)]
    except ValueError as error:
        raise InputError(f"cannot be read: {error}", path=path, key="example") from error
    names = {param.name for param in params}
    if wrong := [name for name, equals, _ in pairs if not equals or name not in names]:
        raise InputError(f"{wrong[0]!r} is not name=value of a parameter", path=path, key="example")
    example = tuple((name, value) for name, _, value in pairs)
    missing = [param.name for param in params if param.required and param.name not in dict(example)]
    if missing:
        raise InputError(f"does not give {', '.join(missing)}", path=path, key="example")
    return example


def bindings_for(question: Question, given: Mapping[str, str], resolve: Callable[[str], str]) -> dict[str, Value]:
    """Return the values of a question's variables, from words as a person types them.

    `resolve` turns a name of a concept into its IRI and raises `VocabularyError`, with the candidates, where it cannot.
    Raises `QueryError` that lists the parameters when one is missing, unknown, or not of its type.
    """
    names = [param.name for param in question.params]
    for name in given:
        if name not in names:
            raise QueryError(f"{question.name} has no parameter {name!r}. {suggest(name, names) or _usage(question)}")
    missing = [param.name for param in question.params if param.required and param.name not in given]
    if missing:
        raise QueryError(f"{question.name} needs {' and '.join(missing)}. {_usage(question)}")
    return {param.name: _value(param, given.get(param.name, param.default), resolve) for param in question.params}


def _usage(question: Question) -> str:
    if not question.params:
        return "It has no parameters."
    lines = []
    for param in question.params:
        need = "required" if param.required else f"default {param.default}" if param.default else "optional"
        lines.append(f"    {param.name} ({param.type}, {need}): {param.description}")
    return "\n".join(["Its parameters:", *lines])


def _value(param: Param, text: str | None, resolve: Callable[[str], str]) -> Value:
    if text is None:
        return None
    if param.type == "number":
        return _number(param, text)
    if param.type != "concept":
        return text
    try:
        return iri(resolve(text))
    except VocabularyError as error:
        raise VocabularyError(f"{param.name}: {error.args[0]}") from error


def _number(param: Param, text: str) -> Decimal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise QueryError(f"{param.name}: {text!r} is not a number")
    return number
