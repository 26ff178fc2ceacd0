"""What the gate's own rules cost, measured against what cfn-lint costs on the same files.

A is `python -m tasktracker_cfn check` over every template in out/; B is the `cfn-lint` command over the same files,
with the settings of .cfnlintrc. Both are whole processes and take turns; what counts is the processor's time. Above
the limit the exit code is 1.
"""

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parent.parent.parent
CHECK = (sys.executable, "-m", "tasktracker_cfn", "check", "out")
LINT = (str(Path(sys.executable).with_name("cfn-lint")),)
PAIRS = 3
LIMIT = 0.1


def _seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """Measure, print, and judge."""
    # The first turn warms up the disk and the bytecode, and does not count.
    turns = [(_seconds(*CHECK), _seconds(*LINT)) for _ in range(PAIRS + 1)][1:]
    checks, lints = zip(*turns, strict=True)
    ratio = median(a / b for a, b in turns)
    lines = (
        f"the gate's rules    {median(checks):6.2f} s of processor (median of {PAIRS})",
        f"cfn-lint            {median(lints):6.2f} s",
        f"ratio               {ratio:6.3f}  (median by pair; {LIMIT} is the limit)",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
