"""A build appears whole or not at all: killed at any moment, raced by another, or broken by its own block."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import evgraph
from evgraph import files
from evgraph.errors import InputError
from evgraph.files import recover, replacing
from tests.conftest import SMALL_EVIDENCE

Folder = Callable[..., Path]
#: The file that says that a folder is of ours.
MARK = "a.txt"
ONE_CLAIM = SMALL_EVIDENCE.partition("  - {id: cells")[0]


def put(folder: Path, text: str) -> None:
    with replacing(folder, MARK) as fresh:
        (fresh / "a.txt").write_text(text, encoding="utf-8")


def left(home: Path) -> list[str]:
    """Return what lies in a folder, but for the lock, which stays."""
    return sorted(path.name for path in home.iterdir() if not path.name.endswith(".build-lock"))


@pytest.fixture(params=["exchange", "no exchange"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to put a folder in place: in one system call, and by two renames."""
    if request.param == "no exchange":
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    return str(request.param)


def test_a_new_folder_appears_when_the_block_ends(way: str, tmp_path: Path) -> None:
    with replacing(tmp_path / "out", MARK) as fresh:
        (fresh / "a.txt").write_text("x", encoding="utf-8")
        assert not (tmp_path / "out").exists()
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "x"
    assert left(tmp_path) == ["out"]


def test_the_old_folder_is_replaced_and_nothing_of_it_is_left(way: str, tmp_path: Path) -> None:
    put(tmp_path / "out", "old")
    put(tmp_path / "out", "new")
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "new"
    assert left(tmp_path) == ["out"]


def test_a_block_that_fails_leaves_the_old_folder_and_no_litter(way: str, tmp_path: Path) -> None:
    put(tmp_path / "out", "old")
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "out", MARK) as fresh:
        (fresh / "nowhere" / "a.txt").write_text("half", encoding="utf-8")
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "old"
    assert left(tmp_path) == ["out"]


def test_the_lock_is_free_again_after_a_block_that_failed(tmp_path: Path) -> None:
    with pytest.raises(KeyError), replacing(tmp_path / "out", MARK):
        raise KeyError
    put(tmp_path / "out", "new")


def test_the_folders_above_are_made(tmp_path: Path) -> None:
    put(tmp_path / "a" / "b" / "out", "x")
    assert left(tmp_path / "a" / "b") == ["out"]


def test_the_folder_can_be_read_by_others(tmp_path: Path) -> None:
    put(tmp_path / "out", "x")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o755


def test_a_relative_folder_is_made_where_the_program_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(Path("out"), "x")
    assert left(tmp_path) == ["out"]


def test_a_second_writer_gets_a_clear_error_and_disturbs_nobody(tmp_path: Path) -> None:
    with replacing(tmp_path / "out", MARK) as fresh:
        (fresh / "a.txt").write_text("first", encoding="utf-8")
        with (
            pytest.raises(InputError, match="another build is writing here") as caught,
            replacing(tmp_path / "out", MARK),
        ):
            pytest.fail("a second writer was let in")
        assert caught.value.problem.mend
        assert fresh.is_dir()
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "first"


HOLD = """
import sys, time
from pathlib import Path
from evgraph.files import replacing
with replacing(Path(sys.argv[1]), "a.txt") as fresh:
    (fresh / "a.txt").write_text("killed")
    print("in", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is within its block, writing `out`."""
    put(tmp_path / "out", "old")
    command = [sys.executable, "-c", HOLD, str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process
        process.kill()


def test_a_writer_in_another_process_keeps_a_second_one_out(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with pytest.raises(InputError, match="another build is writing here"):
        put(tmp_path / "out", "new")
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "old"


def test_what_a_killed_writer_left_is_swept_up_by_the_next(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    assert [name for name in left(tmp_path) if name.startswith(".out-new-")], "the killed one left its folder"
    put(tmp_path / "out", "new")
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "new"
    assert left(tmp_path) == ["out"]


def test_what_another_folder_has_left_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / ".other-new-x").mkdir()
    put(tmp_path / "out", "x")
    assert left(tmp_path) == [".other-new-x", "out"]


def test_a_writer_killed_between_the_two_renames_loses_nothing(folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "build"
    evgraph.build(folder(), out)
    content = (out / "evidence.nq").read_bytes()
    out.rename(files._aside(out))
    assert evgraph.open(out).counts["claims"] == 2, "opening brings the old build back"
    assert (out / "evidence.nq").read_bytes() == content
    assert not files._aside(out).exists()


def test_the_next_writer_brings_the_old_folder_back_even_when_it_fails(tmp_path: Path) -> None:
    put(tmp_path / "out", "old")
    (tmp_path / "out").rename(files._aside(tmp_path / "out"))
    with pytest.raises(KeyError), replacing(tmp_path / "out", MARK):
        raise KeyError
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "old"
    assert left(tmp_path) == ["out"]


def test_an_old_folder_left_aside_after_the_new_one_was_put_in_place_is_swept(tmp_path: Path) -> None:
    put(tmp_path / "out", "new")
    files._aside(tmp_path / "out").mkdir()
    recover(tmp_path / "out")
    assert left(tmp_path) == ["out"]
    assert (tmp_path / "out" / "a.txt").read_text(encoding="utf-8") == "new"


def test_recovering_where_nothing_was_lost_does_nothing(tmp_path: Path) -> None:
    recover(tmp_path / "out")
    assert left(tmp_path) == []


def foreign_file(out: Path, home: Path) -> Path:
    out.write_text("mine", encoding="utf-8")
    return out


def foreign_folder(out: Path, home: Path) -> Path:
    out.mkdir()
    (out / "thesis.txt").write_text("mine", encoding="utf-8")
    return out


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(foreign_file, id="a file"),
        pytest.param(foreign_folder, id="a folder of something else"),
        pytest.param(lambda out, home: home, id="the references themselves"),
        pytest.param(lambda out, home: home.parent, id="the folder around the references"),
    ],
)
def test_what_is_no_build_is_never_replaced(make: Callable[[Path, Path], Path], folder: Folder, tmp_path: Path) -> None:
    home = folder()
    out = make(tmp_path / "out", home)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(InputError) as caught:
        evgraph.build(home, out)
    assert caught.value.problem.mend
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path: after.get(path) for path in before} == before


def test_an_empty_folder_may_become_a_build(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert evgraph.build(folder(), tmp_path / "out").exit_code == 0


def test_a_build_through_a_link_keeps_the_link(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    evgraph.build(folder(), tmp_path / "out")
    evgraph.build(folder(), tmp_path / "out")
    assert evgraph.open(tmp_path / "out").counts["claims"] == 2
    assert [name for name in left(tmp_path) if name.startswith(".")] == []


#: Loads everything once, then forks a writer for each line it is given: a try costs a build, not the imports.
NURSERY = """
import gc, os, sys
import evgraph, evgraph.files, evgraph.pipeline
from evgraph import store, view, summary, network
if sys.argv[3] == "no exchange":
    evgraph.files._exchange = lambda one, other: False
evgraph.build(sys.argv[1], sys.argv[2] + "-warm")
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        say = lambda step: os.write(1, b"%d %s\\n" % (os.getpid(), step.encode()))
        say("begin")
        for _ in range(50):
            evgraph.build(sys.argv[1], sys.argv[2], progress=say)
        os._exit(0)
    os.waitpid(child, 0)
    os.write(1, b"reaped\\n")
"""
TRIES = {"exchange": 20, "no exchange": 12}


@pytest.mark.parametrize("way", ["exchange", "no exchange"])
def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_build_whole(
    way: str, folder: Folder, tmp_path: Path
) -> None:
    chance = random.Random(20 if way == "exchange" else 7)
    out = tmp_path / "build"
    contents: dict[bytes, int] = {}
    for text, claims in ((SMALL_EVIDENCE, 2), (ONE_CLAIM, 1)):
        evgraph.build(folder(evidence=text), out)
        contents[(out / "evidence.nq").read_bytes()] = claims
    home, command = tmp_path / "references", [sys.executable, "-c", NURSERY]
    with subprocess.Popen(
        [*command, str(home), str(out), way], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        for number in range(TRIES[way]):
            text = SMALL_EVIDENCE if number % 2 else ONE_CLAIM
            (home / "evidence" / "smith2020.yaml").write_text(text, encoding="utf-8")
            nursery.stdin.write("go\n")
            # Half of the kills fall anywhere in a build, half while results are written and put in place.
            step = chance.choice(["begin", "writing results", "writing the store", "writing the store"])
            while not (line := nursery.stdout.readline()).endswith(f" {step}\n"):
                assert line, "the writer ended by itself"
            time.sleep(chance.random() * (0.25 if step == "begin" else 0.08))
            os.kill(int(line.split()[0]), signal.SIGKILL)
            while nursery.stdout.readline() != "reaped\n":
                pass
            graph = evgraph.open(out)
            found = (out / "evidence.nq").read_bytes()
            assert found in contents, "neither the old nor the new build"
            assert graph.counts["claims"] == contents[found]
            assert {path.name for path in out.iterdir()} >= {"evidence.html", "summary.md", "problems.md", "build.json"}
        nursery.stdin.close()
    evgraph.build(home, out)
    assert [name for name in left(tmp_path) if name.startswith(".")] == [], "leftovers are swept"


def test_two_builds_at_once_leave_one_whole_build(folder: Folder, tmp_path: Path) -> None:
    home, out = folder(), tmp_path / "build"
    script = (
        "import sys, evgraph\n"
        "try:\n    evgraph.build(sys.argv[1], sys.argv[2])\n"
        "except evgraph.InputError as error:\n    sys.exit(str(error))\n"
    )
    command = [sys.executable, "-c", script, str(home), str(out)]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate()[1] for process in running]
    assert all("Traceback" not in text for text in told)
    assert all(text == "" or "another build is writing here" in text for text in told)
    assert any(process.returncode == 0 for process in running)
    assert evgraph.open(out).counts["claims"] == 2


BUILD = """
import sys, evgraph
evgraph.build(sys.argv[1], sys.argv[2])
"""


def test_two_builds_of_the_project_are_the_same_bytes_wherever_and_however_hashed(root: Path, tmp_path: Path) -> None:
    running = []
    for seed, name in (("1", "one"), ("4242", "another/place")):
        home = tmp_path / name
        shutil.copytree(root / "references", home / "references")
        shutil.copytree(root / "ontology", home / "ontology")
        command = [sys.executable, "-c", BUILD, str(home / "references"), str(home / "build")]
        running.append((home / "build", subprocess.Popen(command, env=os.environ | {"PYTHONHASHSEED": seed}, cwd=root)))
    assert [process.wait() for _, process in running] == [0, 0]
    names = ["evidence.nq", "evidence.trig", "evidence.html", "summary.md", "problems.md"]
    one, other = ({name: (out / name).read_bytes() for name in names} for out, _ in running)
    assert {name for name in names if one[name] != other[name]} == set()
    assert str(tmp_path).encode() not in b"".join(one.values()), "no path of this machine in the results"
