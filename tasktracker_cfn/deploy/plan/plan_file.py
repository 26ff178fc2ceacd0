"""A plan: what was reviewed, and everything that it was made from, so that exactly that is applied or nothing.

On disk it is JSON that only its owner can read. It is read strictly: another version, a field too many or too few, or
a letter that somebody changed, and it is none.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import scrypt, sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from tasktracker_cfn.deploy.plan import owned_file
from tasktracker_cfn.deploy.plan.expected import NOT_KNOWN, Expected
from tasktracker_cfn.errors import PlanFileError

SCHEMA = 2
KIND = "tasktracker-cfn plan"
# A plan of the largest nest that AWS takes is far smaller.
LARGEST = 8 * 1024 * 1024
# What a hash costs: 4 MiB and some milliseconds, so that a plan that gets about is not a list to guess passwords by.
COST, BLOCK = 2**12, 8
# Nothing takes a month.
LONGEST = 30 * 86_400
T = TypeVar("T")


class PlannedStack(NamedTuple):
    """One stack of the nest: its address, its template as uploaded, and its own change set.

    The root's address is empty, that of others the logical ids that lead there (``Data``, ``Data/Inner``). `sha256`
    is hexadecimal. `change_set` is None where nothing changes.
    """

    address: str
    key: str
    sha256: str
    change_set: str | None = None


class Plan(NamedTuple):
    """What was reviewed.

    `change_set` is the root's ARN; `updated` and `status` are what the stack had when the plan was ready. `parameters`
    are as they may be shown, ``****`` for secret ones, of which `secrets` has hashes with `salt`. `needs_allow` are the
    addresses of stateful resources that would be replaced or removed. `kind` is CREATE or UPDATE; `triggers` are the
    ARNs of the alarms that undo the deployment; `summary` is the review in a line. `expected` is how long it should
    take. `keeps` tells that what was made is kept when it fails, `left_out` gives logical ids of the root that are
    left out, as they failed before: `resuming`.

    `parameter_files` were read, in this order; `given` has by name a hash of each value that came from them, an empty
    one where an option gave another. Paths start from the folder that the plan was made in; `folder` leads there from
    that of the plan's own file.
    """

    label: str
    root: str
    account: str
    region: str
    stack_name: str
    stack_id: str
    status: str
    updated: datetime | None
    change_set: str
    bucket: str
    stacks: tuple[PlannedStack, ...]
    parameters: Mapping[str, str]
    secrets: Mapping[str, str]
    salt: str
    tags: Mapping[str, str]
    needs_allow: tuple[str, ...]
    created: datetime
    command: str = ""
    kind: str = "UPDATE"
    triggers: tuple[str, ...] = ()
    summary: str = ""
    parameter_files: tuple[str, ...] = ()
    given: Mapping[str, str] = {}
    folder: str = ""
    keeps: bool = False
    left_out: tuple[str, ...] = ()
    expected: Expected = NOT_KNOWN


def hashed(salt: str, name: str, value: str) -> str:
    """Give the hash that stands for a value that must not be read, with what differs for each plan and name."""
    return scrypt(value.encode(), salt=f"{salt}\0{name}".encode(), n=COST, r=BLOCK, p=1, dklen=32).hex()


def differing(plan: Plan, given: Mapping[str, str]) -> tuple[str, ...]:
    """Give the names of those given parameters whose values are not the plan's; what is not given is not compared."""
    return tuple(
        name
        for name, value in given.items()
        if (
            plan.secrets[name] != hashed(plan.salt, name, value)
            if name in plan.secrets
            else plan.parameters.get(name) != value
        )
    )


def written(plan: Plan) -> str:
    """Give a plan as text; the digest at its end is that of all before it."""
    fields = {
        **plan._asdict(),
        "updated": plan.updated.isoformat() if plan.updated else None,
        "created": plan.created.isoformat(),
        "stacks": [stack._asdict() for stack in plan.stacks],
        "parameters": dict(plan.parameters),
        "secrets": dict(plan.secrets),
        "given": dict(plan.given),
        "tags": dict(plan.tags),
        "expected": plan.expected._asdict(),
    }
    content: dict[str, object] = {"kind_of_file": KIND, "schema": SCHEMA, **fields}
    return json.dumps({**content, "digest": digest(content)}, indent=2) + "\n"


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan, whole or not at all, readable by its owner only.

    :raises OutputError: when it cannot be written
    """
    owned_file.write(path, written(plan))


def read_plan(path: Path) -> Plan:
    """Read a plan.

    :raises PlanFileError: when it cannot be read, is none of this version, or was changed by hand
    """
    return parsed(read_text(path), str(path))


def read_text(path: Path) -> str:
    """Read what may be a plan.

    :raises PlanFileError: when it cannot be read, or is too large for one
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            message = f"{path} is too large for a plan"
            raise PlanFileError(message)
        return data.decode("utf-8")
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}; make a plan: plan SYSTEM/ENVIRONMENT --out {path}"
        raise PlanFileError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is no plan: it is no text in UTF-8"
        raise PlanFileError(message) from error


def parsed(text: str, name: str) -> Plan:
    """Read the text of a plan; `name` is for what is said of it.

    :raises PlanFileError: when it is none
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name} is no plan: {error}"
        raise PlanFileError(message) from error
    if not isinstance(content, dict) or content.pop("kind_of_file", None) != KIND:
        message = f"{name} is no plan of this program"
        raise PlanFileError(message)
    return _Reading(name).plan(content)


def digest(content: Mapping[str, object]) -> str:
    """Give the digest that a file ends with, by which it is seen when somebody changed what stands before."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class _Reading(NamedTuple):
    """Reads one file; every field must be there, of its type, and no other."""

    name: str

    def plan(self, content: dict[str, object]) -> Plan:
        schema = content.pop("schema", None)
        if schema != SCHEMA or isinstance(schema, bool):
            raise _wrong(self.name, f"has schema {schema}, and this program reads {SCHEMA}; make the plan again")
        found = content.pop("digest", None)
        if found != digest({"kind_of_file": KIND, "schema": SCHEMA, **content}):
            raise _wrong(self.name, "was changed after it was written; make the plan again")
        if wrong := content.keys() ^ set(Plan._fields):
            raise _wrong(self.name, f"has fields too many or too few: {', '.join(sorted(wrong))}")
        texts = {field: self.of(content, field, str) for field in Plan._fields if Plan.__annotations__[field] is str}
        return Plan(
            **texts,
            updated=self.time(content, "updated") if content["updated"] is not None else None,
            created=self.time(content, "created"),
            stacks=tuple(self.stack(item) for item in self.of(content, "stacks", list)),
            parameters=self.pairs(content, "parameters"),
            secrets=self.pairs(content, "secrets"),
            given=self.pairs(content, "given"),
            tags=self.pairs(content, "tags"),
            needs_allow=self.texts(content, "needs_allow"),
            triggers=self.texts(content, "triggers"),
            parameter_files=self.texts(content, "parameter_files"),
            keeps=self.of(content, "keeps", bool),
            left_out=self.texts(content, "left_out"),
            expected=self.expected(self.of(content, "expected", dict)),
        )

    def stack(self, item: object) -> PlannedStack:
        if not isinstance(item, dict) or item.keys() != set(PlannedStack._fields):
            raise _wrong(self.name, "has a stack that is none")
        change_set = None if item["change_set"] is None else self.of(item, "change_set", str)
        return PlannedStack(
            self.of(item, "address", str), self.of(item, "key", str), self.of(item, "sha256", str), change_set
        )

    def expected(self, found: dict[str, object]) -> Expected:
        if found.keys() != set(Expected._fields):
            raise _wrong(self.name, "has expected times that are none")
        (whole,) = self.seconds({"whole": found["whole"]}).values()
        return Expected(whole, *(self.seconds(self.of(found, phase, dict)) for phase in ("made", "gone")))

    def seconds(self, found: Mapping[str, object]) -> Mapping[str, int]:
        if not all(type(value) is int and 0 <= value <= LONGEST for value in found.values()):
            raise _wrong(self.name, "has expected times that are none")
        return {address: value for address, value in found.items() if isinstance(value, int)}

    def of(self, content: Mapping[str, object], field: str, kind: type[T]) -> T:
        value = content[field]
        if not isinstance(value, kind):
            raise _wrong(self.name, f"has a {field} of another type")
        return value

    def time(self, content: Mapping[str, object], field: str) -> datetime:
        try:
            found = datetime.fromisoformat(self.of(content, field, str))
        except ValueError as error:
            raise _wrong(self.name, f"has a {field} that is no time") from error
        if found.tzinfo is None:
            raise _wrong(self.name, f"has no time zone in `{field}`")
        return found

    def texts(self, content: Mapping[str, object], field: str) -> tuple[str, ...]:
        found = self.of(content, field, list)
        if not all(isinstance(item, str) for item in found):
            raise _wrong(self.name, f"has {field} that are no texts")
        return tuple(map(str, found))

    def pairs(self, content: Mapping[str, object], field: str) -> Mapping[str, str]:
        found = self.of(content, field, dict)
        if not all(isinstance(value, str) for value in found.values()):
            raise _wrong(self.name, f"has {field} that are no texts")
        return {str(key): str(value) for key, value in found.items()}


def _wrong(name: str, what: str) -> PlanFileError:
    return PlanFileError(f"{name} {what}")
