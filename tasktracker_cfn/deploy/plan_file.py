"""A plan: what was reviewed, and everything that it was made from, so that exactly that is applied or nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


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
    addresses of stateful resources that would be replaced or removed.
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
