"""Writing that cannot be caught half done: a folder appears whole, or not at all.

A new folder is made beside the old one and exchanged with it in one system call where the system has one
(Linux `renameat2`, macOS `renamex_np`). Where it has none, the old folder is moved aside and the new one moved in;
`recover` brings the old one back if the program was killed between the two.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from evgraph.errors import InputError

_AT_FDCWD = -100
_EXCHANGE = 2


@contextlib.contextmanager
def replacing(folder: Path, mark: str | None = None) -> Iterator[Path]:
    """Yield a new folder to fill; when the block ends well it takes the place of `folder` in one step.

    With a `mark`, only an empty folder or one that holds a file of that name is replaced: anything else is somebody's
    own. One writer at a time: a second one raises `InputError`. What a killed writer left is swept up by the next.
    """
    # A link keeps pointing where it points; what it points to is replaced.
    folder = folder.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    lock = _lock(folder)
    try:
        lock.acquire()
    except Timeout as error:
        raise InputError("another build is writing here", path=str(folder), mend="wait until it is done") from error
    try:
        recover(folder)
        if mark is not None:
            _refuse_foreign(folder, mark)
        for leftover in folder.parent.glob(f".{folder.name}-new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        fresh = _beside(folder)
        try:
            fresh.chmod(0o755)
            yield fresh
            _put(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    finally:
        lock.release()


def _unwritable(folder: Path, error: OSError) -> InputError:
    return InputError(f"cannot write here: {error.strerror}", path=str(folder), mend="name another folder")


def _beside(folder: Path) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error


def _refuse_foreign(folder: Path, mark: str) -> None:
    """Raise `InputError` where a folder, or a file, is not one that an earlier run made."""
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / mark).is_file():
        mend = "name a folder that is new, empty, or an earlier build"
        raise InputError("what is here is no build, and is not replaced", path=str(folder), mend=mend)


def _lock(folder: Path) -> FileLock:
    """Return the lock of a folder; it lies among the temporary files, so that it litters nobody's folder."""
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return FileLock(Path(tempfile.gettempdir()) / f"evgraph-{name}.lock", timeout=0)


def recover_if_idle(folder: Path) -> None:
    """Bring back a folder that a killed writer had moved aside, unless a writer is at work on it just now."""
    if _aside(folder).is_dir():
        with contextlib.suppress(Timeout), _lock(folder):
            recover(folder)


def recover(folder: Path) -> None:
    """Bring back a folder that a killed writer had moved aside."""
    aside = _aside(folder)
    if aside.is_dir():
        if folder.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(folder)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}-old")


def _put(fresh: Path, folder: Path) -> None:
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(fresh, folder):
        folder.rename(_aside(folder))
        fresh.rename(folder)
        shutil.rmtree(_aside(folder), ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system or its file system cannot."""
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        paths = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return bool(library.renamex_np(*paths, _EXCHANGE) == 0)
        return bool(library.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _EXCHANGE) == 0)
    return False


def replace_file(file: Path, old: bytes, content: bytes) -> None:
    """Write beside a file and move into its place, unless somebody has changed it since `old` was read from it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-new-", dir=file.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        if (file.read_bytes() if file.exists() else b"") != old:
            raise InputError("the file was changed while it was to be written", path=file.name, mend="try again")
        fresh.replace(file)
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
