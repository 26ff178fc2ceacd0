"""Run promtool, the checker that comes with Prometheus."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.commands import Ended, run


def promtool(*arguments: str | Path, cwd: Path) -> Ended:
    """Run promtool in a folder; where there is none the test fails, because nothing else checks what it checks."""
    # `make test` puts it beside the environment's Python where the machine has none of its own.
    beside = Path(sys.executable).with_name("promtool")
    found = shutil.which("promtool") or (str(beside) if beside.exists() else None)
    if found is None:
        pytest.fail("promtool is missing; `make promtool` gets it on Debian, elsewhere install Prometheus")
    return run(found, *arguments, cwd=cwd)
