"""What a delete has left behind, told from the events and the templates of stacks that may be gone by now.

CloudFormation keeps both for 90 days, so a run that was killed changes nothing in what the next one tells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.tree import StackPath
from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE, Stack
from tasktracker_cfn.deploy.commands import Spelling, spelling
from tasktracker_cfn.deploy.destroy.foretelling import policy_of, properties_of, specs_of
from tasktracker_cfn.deploy.destroy.pinning import Specs
from tasktracker_cfn.deploy.guarding.losing import KEY, SNAPSHOTS, filled, next_step, pending_days
from tasktracker_cfn.deploy.standing.happening import Happening, Mark, deleting_since
from tasktracker_cfn.deploy.standing.watching import happenings
from tasktracker_cfn.errors import DeniedError

FAILED = "DELETE_FAILED"
SKIPPED = "DELETE_SKIPPED"
LOG_GROUP = "AWS::Logs::LogGroup"
# Services that go on for a while make their log groups again, without a limit of days:
# https://github.com/aws/aws-cdk/issues/11549
GROUPS: Mapping[str, str] = {
    LOG_GROUP: "{id}",
    "AWS::Lambda::Function": "/aws/lambda/{id}",
    "AWS::ECS::Cluster": "/aws/ecs/containerinsights/{id}/performance",
    "AWS::RDS::DBInstance": "/aws/rds/instance/{id}/",
    "AWS::RDS::DBCluster": "/aws/rds/cluster/{id}/",
}


class Left(NamedTuple):
    """One thing that is still there: `what` is kept, snapshot, waiting, failed, or log group.

    `next` is what to do about one that failed, and the call that shows, brings back or removes another.
    """

    address: str
    type: str
    physical_id: str
    what: str
    reason: str = ""
    next: str = ""


class Outcome(NamedTuple):
    """How it ended: the root's last status, and what is left; `unseen` is what could not be looked at."""

    status: str
    left: tuple[Left, ...] = ()
    deleted: int = 0
    unseen: str = ""

    @property
    def is_gone(self) -> bool:
        """Tell whether the stack is deleted."""
        return self.status == GONE

    def of(self, what: str) -> tuple[Left, ...]:
        """Give what is left in one way."""
        return tuple(left for left in self.left if left.what == what)


def outcome(gateway: Gateway, ended: Stack, since: Mark | None) -> Outcome:
    """Tell what a delete that has ended left behind.

    :raises AwsError: when AWS says no
    """
    found = happenings(gateway, ended.id, since)
    left, deleted = left_behind(found, _specs(gateway, found), spelling(gateway))
    if ended.status != GONE:
        return Outcome(ended.status, left, deleted)
    try:
        groups = tuple(_groups(gateway, found))
    except DeniedError as error:
        return Outcome(ended.status, left, deleted, f"whether log groups were made again is not known: {error}")
    return Outcome(ended.status, (*left, *groups), deleted)


def last_outcome(gateway: Gateway, name: str) -> Outcome | None:
    """Tell what the last delete of a stack of this name left; None when there was none within 90 days.

    :raises AwsError: when AWS says no
    """
    try:
        found = next((one for one in gateway.summaries([GONE]) if one.name == name and not one.parent_id), None)
    except DeniedError:
        # To list stacks takes a permission that nothing else needs.
        return None
    ended = gateway.stack(found.id) if found else None
    return outcome(gateway, ended, deleting_since(gateway.events(ended.id))) if ended else None


def left_behind(
    events: Iterable[Happening], specs: Mapping[StackPath, Specs], aws: Spelling
) -> tuple[tuple[Left, ...], int]:
    """Give what is left after a delete, by the last event of each resource, and how many are gone.

    :param aws: how calls of AWS's own are written
    """
    seen = list(events)
    last = _last(seen)
    left: list[Left] = []
    for address, (path, event) in sorted(last.items()):
        spec = specs.get(path, {}).get(event.logical_id, {})
        physical = event.physical_id or ""
        thing = (address, event.type, physical)
        if event.status == SKIPPED:
            left.append(Left(*thing, "kept"))
        elif event.status == FAILED:
            reason = event.reason or "no reason is given"
            left.append(Left(*thing, "failed", reason, next_step(event.type, physical, address, reason, aws)))
        elif event.status == GONE and event.type in SNAPSHOTS and policy_of({"Type": event.type, **spec}) == "Snapshot":
            left.append(Left(*thing, "snapshot", next=filled(SNAPSHOTS[event.type], physical, aws)))
        elif event.status == GONE and event.type == KEY:
            days = pending_days(properties_of(spec))
            back = aws.call("kms", "cancel-key-deletion", "--key-id", physical)
            left.append(Left(*thing, "waiting", f"it can be had back for {days} days", back))
    if not any(one.what == "failed" for one in left):
        left.extend(_failed_stacks(seen))
    return tuple(left), sum(happening.event.status == GONE for happening in last.values())


def _last(events: Sequence[Happening]) -> Mapping[str, Happening]:
    """Give the last event of each resource that was ever there."""
    return {
        happening.address: happening
        for happening in events
        if happening.event.physical_id and (happening.event.type != STACK_TYPE or _is_kept_stack(happening))
    }


def _is_kept_stack(happening: Happening) -> bool:
    """Tell whether a nested stack stays, with all that is in it."""
    return happening.event.status == SKIPPED and not happening.event.is_of_stack


def _failed_stacks(events: Sequence[Happening]) -> Iterator[Left]:
    """Give stacks that failed for a reason of their own, such as a role that nobody can take on any more."""
    last = {happening.address: happening.event for happening in events if happening.event.is_of_stack}
    for address, event in sorted(last.items()):
        if event.status == FAILED:
            reason = event.reason or "no reason is given"
            yield Left(address, event.type, event.physical_id or "", "failed", reason, "see to that and run this again")


def _specs(gateway: Gateway, events: Sequence[Happening]) -> Mapping[StackPath, Specs]:
    """Give what the templates say of what was deleted; a stack that is gone is asked for by its id."""
    stacks = {happening.path: happening.event.stack_id for happening in events if happening.event.status == GONE}
    return {path: specs_of(gateway.template(stack_id, "Processed")) or {} for path, stack_id in stacks.items()}


def _groups(gateway: Gateway, events: Sequence[Happening]) -> Iterator[Left]:
    """Give log groups that are there though they, or what writes to them, were deleted."""
    last = _last(events)
    # What was to stay is told already.
    told = {event.physical_id for _, event in last.values() if event.status == SKIPPED}
    for address, (_, event) in sorted(last.items()):
        if event.status != GONE or event.type not in GROUPS:
            continue
        wanted = GROUPS[event.type].format(id=event.physical_id)
        for name in gateway.log_groups(wanted):
            if (name == wanted or wanted.endswith("/")) and name not in told:
                told.add(name)
                remove = spelling(gateway).call("logs", "delete-log-group", "--log-group-name", name)
                yield Left(address, LOG_GROUP, name, "log group", "it was written again", remove)
