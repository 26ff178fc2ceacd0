"""A plan of nothing: what lies at a plan's place when nothing would change.

A plan that finds no change has no change set, so there is nothing to write a plan of. If nothing were written, though,
an older plan would stay in that place, and `plan --out plan.json && apply plan.json` would apply it, or fail where
there is none, on the one day on which all is well. Removing the older one would help against the first only. So a file
is written that says so, and `apply` ends with 0 by it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.deploy.plan import owned_file
from tasktracker_cfn.deploy.plan.plan_file import SCHEMA, Plan, digest, parsed, read_text
from tasktracker_cfn.errors import PlanFileError

# Another kind than a plan's, so that whoever wants something to apply takes it for none.
KIND = "tasktracker-cfn plan without a change"


class NoChange(NamedTuple):
    """That nothing would change: of which stack, where, and when (in ISO's form) that was found."""

    label: str
    stack_name: str
    account: str
    region: str
    created: str

    def __str__(self) -> str:
        """Give the line that a person reads."""
        where = f"{self.stack_name} in account {self.account}, {self.region}"
        return f"nothing to do: the plan of {self.created} has found no change of {where}"


def write_no_change(path: Path, found: NoChange) -> None:
    """Write it to a plan's place.

    :raises OutputError: when it cannot be written
    """
    content: dict[str, object] = {"kind_of_file": KIND, "schema": SCHEMA, **found._asdict()}
    owned_file.write(path, json.dumps({**content, "digest": digest(content)}, indent=2) + "\n")


def read_kept(path: Path) -> Plan | NoChange:
    """Read what `plan --out` has written.

    :raises PlanFileError: when it cannot be read, is none of this version, or was changed by hand
    """
    text = read_text(path)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("kind_of_file") != KIND:
        return parsed(text, str(path))
    return _read(content, str(path))


def _read(content: Mapping[str, object], name: str) -> NoChange:
    fields = {field: value for field in NoChange._fields if isinstance(value := content.get(field), str)}
    expected = {"kind_of_file": KIND, "schema": SCHEMA, **fields}
    if len(fields) != len(NoChange._fields) or content != {**expected, "digest": digest(expected)}:
        message = f"{name} was changed after it was written, or is of another version; make the plan again"
        raise PlanFileError(message)
    return NoChange(**fields)
