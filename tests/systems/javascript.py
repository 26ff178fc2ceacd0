"""What node makes of a piece of JavaScript."""

import json
import subprocess
from functools import cache

from tests.node import node


@cache
def called(code: str, handler: str, event: str) -> object:
    """Give what a Lambda function's handler returns for an event, both as JSON; code that fails is a ValueError."""
    call = f"exports.{handler}({event}).then((result) => console.log(JSON.stringify(result)));"
    run = subprocess.run([node(), "-e", f"{code}\n{call}"], capture_output=True, text=True, check=False, timeout=30)
    if run.returncode:
        raise ValueError(run.stderr)
    result: object = json.loads(run.stdout)
    return result
