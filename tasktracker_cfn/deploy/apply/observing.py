"""Look at all that a plan depends on: credentials, stack, change sets, templates on disk and in the bucket."""

from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path

from tasktracker_cfn.deploy.apply.deciding import Observed
from tasktracker_cfn.deploy.apply.executions import execution, newest_event
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.guarding.protecting import deployed_nest
from tasktracker_cfn.deploy.packaging.artifacts import package
from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.deploy.plan.sources import WITHOUT
from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.nest import load

PRESENT = Path()


def observe(
    gateway: Gateway,
    plan: Plan,
    differing: tuple[str, ...] = (),
    unread: tuple[str, ...] = (),
    here: Path | None = PRESENT,
) -> Observed:
    """Look at everything; nothing is changed.

    Of what is elsewhere than the plan says, nothing more is asked than that.

    :param here: the folder that the plan's paths start from; None compares nothing with templates on disk
    :raises AwsError: when AWS says no
    """
    identity = gateway.identity()
    if (identity.account, identity.region) != (plan.account, plan.region):
        return Observed(identity, None, {}, {}, {})
    # First: what begins while all else is looked at is then newer.
    newest = newest_event(gateway, plan)
    stack = gateway.stack(plan.stack_id) or gateway.stack(plan.stack_name)
    change_sets = {
        planned.address: gateway.change_set(planned.change_set) for planned in plan.stacks if planned.change_set
    }
    bucket = Bucket(plan.bucket, plan.account, plan.region, identity.domain)
    local, reason = _local(plan, bucket, here) if here is not None else (None, "")
    return Observed(
        identity=identity,
        stack=stack,
        local=local,
        stored={planned.key: _stored(gateway, bucket, planned.key) for planned in plan.stacks},
        change_sets=change_sets,
        deployed=deployed_nest(gateway, stack),
        differing=differing,
        alarms=_alarms(gateway, change_sets.get("")),
        unread=(*unread, *([reason] if reason else ())),
        execution=execution(gateway, plan),
        newest=newest,
    )


def _local(plan: Plan, bucket: Bucket, here: Path) -> tuple[Mapping[str, str] | None, str]:
    """Give the templates on disk as they would be uploaded, or why not: who joins what is under way needs none."""
    root = here / plan.root
    if not root.is_file():
        return None, f"the templates that were reviewed are not there: {root}; {WITHOUT}"
    try:
        stacks = package(load(root), bucket, plan.left_out).stacks
    except TemplateError as error:
        return None, f"the templates that were reviewed cannot be read: {error}"
    return {"/".join(path): artifact.sha256 for path, artifact in stacks.items()}, ""


def _stored(gateway: Gateway, bucket: Bucket, key: str) -> str | None:
    found = gateway.stored(bucket, key)
    if found is None:
        return None
    return b64decode(found.sha256).hex() if found.sha256 else ""


def _alarms(gateway: Gateway, change_set: ChangeSet | None) -> Mapping[str, str]:
    """Give the states of a change set's alarms that exist; without any, nobody is asked, as nobody need be allowed."""
    arns = [trigger.arn for trigger in change_set.rollback.triggers] if change_set else []
    names = [arn.partition(":alarm:")[2] for arn in arns]
    return {alarm.arn: alarm.state for alarm in gateway.alarms(names)} if names else {}
