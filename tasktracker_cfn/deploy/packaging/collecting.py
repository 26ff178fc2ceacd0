"""Find artifacts that nothing needs: no deployed template, no change set that waits, no plan, and not for some days.

What may be deleted is decided over values; what is not known to be an artifact is never touched. A plan uses artifacts
of the last day or uploads them again, so the age of one tells how long no plan has used it (`artifacts`). Ages are told
by S3's clock, which gave the artifacts their times.

What goes are the versions that were looked at, for good: they are named one by one, so one that a plan uploads at the
same time is another version and stays, and the space is free at once. A mark over all versions would do neither.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.stacks import Stack
from tasktracker_cfn.deploy.aws.values.store import ObjectVersion
from tasktracker_cfn.deploy.packaging.addresses import KEY, SUFFIXES, keys_in


class Collection(NamedTuple):
    """What lies in the bucket: artifacts to delete, those in use, those that are young, and what is something else.

    `older` are older versions of what is to be deleted, and marks, which would come to light without it.
    """

    unused: tuple[ObjectVersion, ...] = ()
    used: tuple[ObjectVersion, ...] = ()
    young: tuple[ObjectVersion, ...] = ()
    foreign: tuple[ObjectVersion, ...] = ()
    older: tuple[ObjectVersion, ...] = ()

    @property
    def doomed(self) -> tuple[ObjectVersion, ...]:
        """Give every version that is to be deleted, older ones first: killed in between, the newest still shows."""
        return (*self.older, *self.unused)

    @property
    def bytes(self) -> int:
        """Give the size of what is to be deleted."""
        return sum(version.size for version in self.doomed)


def collect(versions: Iterable[ObjectVersion], used: frozenset[str], now: datetime, keep: timedelta) -> Collection:
    """Sort what lies in the bucket; older versions of what stays are left to the bucket's lifecycle."""
    sorted_out: dict[str, list[ObjectVersion]] = {name: [] for name in Collection._fields}
    older: list[ObjectVersion] = []
    for version in versions:
        if version.is_latest and not version.is_mark:
            sorted_out[_kind(version, used, now - keep)].append(version)
        elif not version.is_latest:
            older.append(version)
    going = {version.key for version in sorted_out["unused"]}
    sorted_out["older"] = [version for version in older if version.key in going]
    return Collection(*(tuple(found) for found in sorted_out.values()))


def used_keys(gateway: Gateway) -> frozenset[str]:
    """Give the keys that any stack of account and region refers to, nested or not, and any change set that waits.

    All stacks are asked, not only those that carry this project's tags: tags can be changed, and a template that is
    missing is noticed when it is needed.

    :raises AwsError: when AWS says no; one template that cannot be read is enough, as it might name any key
    """
    return frozenset(key for stack in gateway.stacks() for text in _templates(gateway, stack) for key in _named(text))


def _templates(gateway: Gateway, stack: Stack) -> Iterator[str]:
    # Change sets first: one that somebody executes meanwhile is then seen here, or in the template below.
    for change_set in gateway.change_sets(stack.id):
        planned = gateway.change_set_template(change_set.id) if change_set.status != "FAILED" else None
        if planned is not None:
            yield planned
    deployed = gateway.template(stack.id)
    if deployed is not None:
        yield deployed


def _named(text: str) -> Iterator[str]:
    """Give the keys that a template names, and its own."""
    yield from keys_in(text)
    digest = sha256(text.encode()).hexdigest()
    yield from (f"{digest}{suffix}" for suffix in SUFFIXES)


def _kind(version: ObjectVersion, used: frozenset[str], oldest: datetime) -> str:
    if not KEY.fullmatch(version.key):
        return "foreign"
    if version.key in used:
        return "used"
    return "young" if version.modified > oldest else "unused"
