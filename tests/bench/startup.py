"""How long a build takes, measured against what importing its libraries takes.

A is `python build.py --no-gate` for two systems; B imports the parts of troposphere, awacs and pydantic that
such a program needs at the least. Both are whole processes and take turns, so that a busy machine slows both.
The ratio is what the code of this project costs; above the limit the exit code is 1.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parent.parent.parent
SYSTEMS = ("tasktracker", "task-management-api")
IMPORTS = "import troposphere.ecs, troposphere.rds, troposphere.elasticloadbalancingv2, awacs.aws, pydantic"
PAIRS = 15
LIMIT = 2.5


def _seconds(*arguments: str | Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=REPOSITORY, check=True)
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, and judge."""
    with tempfile.TemporaryDirectory() as folder:
        build = (REPOSITORY / "build.py", "--no-gate", "--quiet", "--out", folder, *SYSTEMS)
        # The first turn warms up the disk and the bytecode, and does not count.
        turns = [(_seconds(*build), _seconds("-c", IMPORTS)) for _ in range(PAIRS + 1)][1:]
    builds, imports = zip(*turns, strict=True)
    ratio = median(a / b for a, b in turns)
    lines = (
        f"build of {len(SYSTEMS)} systems  {median(builds) * 1000:6.0f} ms (median of {PAIRS})",
        f"imports alone       {median(imports) * 1000:6.0f} ms",
        f"ratio               {ratio:6.2f}    (median by pair; {LIMIT} is the limit)",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
