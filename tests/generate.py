"""Write what is generated: the worked answers in the questions' headers, and docs/questions.md.

    python -m tests.generate

Run it after a change of the evidence or of a question, and read the difference before it is committed:
the tests compare these files with what the graph says.
"""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import evgraph
from evgraph.questions import Question, read_questions

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "evgraph" / "questions"
#: How many rows of an answer are shown.
SHOWN = 5


def worked_answer(graph: evgraph.EvidenceGraph, question: Question) -> list[str]:
    """Return the answer to the question's own example: header, first rows, and how many rows there are."""
    lines = list(csv.reader(io.StringIO(graph.ask(question.name, **dict(question.example)).to_csv())))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[one_line(cell) for cell in row] for row in lines[: SHOWN + 1]])
    return [*out.getvalue().splitlines(), f"rows: {len(lines) - 1}"]


def one_line(cell: str) -> str:
    return " ".join(cell.split())


def with_answer(text: str, answer: list[str]) -> str:
    """Return a question file with its worked answer replaced."""
    lines = [line for line in text.splitlines() if not line.startswith("# answer:")]
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join([*lines[:end], *(f"# answer: {line}" for line in answer), *lines[end:]]) + "\n"


def page(graph: evgraph.EvidenceGraph) -> str:
    """Return docs/questions.md."""
    questions = read_questions()
    lines = [
        "# Named questions",
        "",
        "Generated from the `.rq` files in `evgraph/questions/` by `python -m tests.generate`; do not edit.",
        'Ask one with `evgraph ask NAME name=value …` or `graph.ask("NAME", name="value")`.'
        " A concept is given by any of",
        "its names: label, synonym or slug. The answers are those of this project's own references.",
    ]
    for group in dict.fromkeys(question.group for question in questions):
        lines += ["", f"## {group}"]
        for question in questions:
            if question.group == group:
                lines += ["", *entry(graph, question)]
    return "\n".join(lines) + "\n"


def entry(graph: evgraph.EvidenceGraph, question: Question) -> list[str]:
    lines = [f"### {question.title}", "", question.question, ""]
    for param in question.params:
        need = "" if param.required else " (may be left out)"
        lines.append(f"- `{param.name}`, {param.type}{need}: {param.description}")
    if question.params:
        lines.append("")
    words = " ".join(f'{name}="{value}"' if " " in value else f"{name}={value}" for name, value in question.example)
    lines += ["```sh", f"evgraph ask {question.name} {words}".rstrip(), "```", ""]
    answer = worked_answer(graph, question)
    rows = list(csv.reader(answer[:-1]))
    lines += [table_row(rows[0]), "|" + "---|" * len(rows[0]), *map(table_row, rows[1:])]
    if rows[1:]:
        lines += ["", f"{answer[-1].removeprefix('rows: ')} rows in all."]
    else:
        lines += [
            "",
            "No row here: it tells what services said (`evgraph resolve`), and these references come without.",
        ]
    return lines


def table_row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |"


def main() -> None:
    """Refresh everything that is generated."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "build"
        evgraph.build(ROOT / "references", out)
        graph = evgraph.open(out)
        for question in read_questions():
            path = QUESTIONS / f"{question.name}.rq"
            text = with_answer(path.read_text(encoding="utf-8"), worked_answer(graph, question))
            path.write_text(text, encoding="utf-8")
        (ROOT / "docs" / "questions.md").write_text(page(graph), encoding="utf-8")


if __name__ == "__main__":
    main()
