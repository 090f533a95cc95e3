"""How long a build of the project's own references takes, and how much memory, beside the limits set for it.

    python -m tests.benchmarks.build

Each try is a process of its own, so that the peak is that of a whole build, imports included.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 10, 400
TRIES = 3


def once(out: Path) -> tuple[float, float]:
    """Return seconds and megabytes of one build."""
    start = time.monotonic()
    subprocess.run([sys.executable, "-m", "evgraph", "build", ROOT / "references", "--out", out], check=True)
    seconds = time.monotonic() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Print the best of some tries and its share of the limits."""
    with tempfile.TemporaryDirectory() as folder:
        tries = [once(Path(folder) / "build") for _ in range(TRIES)]
    seconds, megabytes = min(t for t, _ in tries), max(m for _, m in tries)
    print(f"seconds: {seconds:.2f} of {SECONDS} allowed ({seconds / SECONDS:.0%})")
    print(f"peak memory: {megabytes:.0f} MB of {MEGABYTES} allowed ({megabytes / MEGABYTES:.0%})")


if __name__ == "__main__":
    main()
