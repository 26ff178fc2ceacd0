"""Make a plan: package, upload, have AWS make a change set of the whole nest, and review what it will really do.

What goes wrong leaves nothing behind: a change set that failed or is empty is deleted, and so is the shell of a stack
that only it has made. The shell of a first plan that is not applied yet stays in REVIEW_IN_PROGRESS and blocks nobody:
the next plan makes its change set in it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.deploy.artifacts import Package, package, upload
from tasktracker_cfn.deploy.bootstrap import artifact_bucket
from tasktracker_cfn.deploy.describing import describe
from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.parameters import HIDDEN, Deployed, Parameters, choose, defaults
from tasktracker_cfn.deploy.plan_file import Plan, PlannedStack, hashed
from tasktracker_cfn.deploy.review.facts import NestFacts
from tasktracker_cfn.deploy.review.masking import Masks
from tasktracker_cfn.deploy.review.reviewing import no_change, review
from tasktracker_cfn.deploy.review.values import Review, Subject
from tasktracker_cfn.deploy.review.wording import headline
from tasktracker_cfn.deploy.target import Target, check_identity
from tasktracker_cfn.deploy.triggers import rollback_triggers
from tasktracker_cfn.deploy.values import GONE, IN_REVIEW, Identity, Stack
from tasktracker_cfn.deploy.values_changes import ChangeSet, ChangeSetRequest, ChangeSetType
from tasktracker_cfn.deploy.values_store import Bucket
from tasktracker_cfn.deploy.waiting import until
from tasktracker_cfn.errors import AwsError, DeniedError, DeploymentError, StalePlanError, TemplateError
from tasktracker_cfn.model import stacks as model
from tasktracker_cfn.model.capabilities import capabilities
from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.reading import Template
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.written import parse

PREFIX = "plan-"
LIMIT = timedelta(minutes=30)
STABLE = frozenset(
    {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}
)
NESTED = re.compile(r"arn:[a-z-]+:cloudformation:\S+?:changeSet/[^\s,]+")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What is to be planned, by whom; `token` and `salt` are drawn by chance, anew for each run."""

    target: Target
    identity: Identity
    token: str
    salt: str = field(repr=False)
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


class Planned(NamedTuple):
    """A review, and the plan to apply; None when nothing would change."""

    review: Review
    plan: Plan | None


class _Prepared(NamedTuple):
    """What a change set is made of."""

    nest: model.Nest
    deployed: Stack | None
    parameters: Parameters
    bucket: Bucket
    packaged: Package
    request: ChangeSetRequest
    notes: tuple[str, ...]


def make_plan(gateway: Gateway, asked: Asked, say: Say) -> Planned:
    """Make a plan.

    :param say: is told what begins
    :raises TargetError: when account or region are not those of the target
    :raises ParametersError: when parameters are missing or unknown; nothing was uploaded
    :raises TemplateError: when a template cannot be read or is too large
    :raises DeploymentError: when the stack cannot be updated, there is no artifact bucket, or the change set failed
    :raises StalePlanError: when somebody else changed stack or change set meanwhile
    :raises AwsError: when AWS says no
    """
    check_identity(asked.target, asked.identity)
    prepared = _prepare(gateway, asked, say)
    say(f"making a change set of {asked.target.stack_name}")
    identifier = gateway.create_change_set(prepared.request)
    change_set = _wait(gateway, identifier)
    if change_set.changes_nothing:
        _delete(gateway, change_set)
        return Planned(no_change(_subject(asked, prepared), prepared.notes), None)
    if change_set.status == "FAILED":
        _fail(gateway, asked, prepared, change_set)
    say("reading what it does, stack by stack")
    facts = describe(gateway, identifier, _secrets(prepared.parameters))
    facts = NestFacts(facts.stacks, facts.given, (*prepared.notes, *facts.notes))
    found = review(facts, _subject(asked, prepared, change_set))
    if found.verdict == "none":
        _delete(gateway, change_set)
        return Planned(found, None)
    stack = _unchanged(gateway, prepared, change_set)
    return Planned(found, _plan(gateway, asked, prepared, facts, found, stack))


def discard(gateway: Gateway, plan: Plan) -> None:
    """Delete the change set of a plan that is not wanted, and the shell that only it has made; do it again if you like.

    :raises AwsError: when AWS says no
    """
    gateway.delete_change_set(plan.change_set)
    _remove_shell(gateway, plan.stack_id)


def change_set_type(name: str, status: str | None) -> ChangeSetType:
    """Give the type of the change set that a stack in a status takes; None is the one that is not there.

    :raises DeploymentError: when it takes none
    """
    # A shell takes CREATE again, and nothing else: https://github.com/aws/aws-cdk/issues/7731
    if status in {None, GONE, IN_REVIEW}:
        return "CREATE"
    if status in STABLE:
        return "UPDATE"
    if status is not None and status.endswith("_IN_PROGRESS"):
        message = f"{name} is in {status}: an operation is under way; wait until it has ended (status shows it)"
    else:
        message = f"{name} is in {status}, from which it cannot be updated; unstick says what that means and what to do"
    raise DeploymentError(message)


def _prepare(gateway: Gateway, asked: Asked, say: Say) -> _Prepared:
    """Look at everything that can be wrong before anything is uploaded, then upload."""
    target = asked.target
    nest = load(target.root)
    stack = gateway.stack(target.stack_name)
    kind = change_set_type(target.stack_name, stack.status if stack else None)
    deployed = stack if stack and kind == "UPDATE" else None
    parameters = choose(nest.root, asked.given, _values_of(gateway, deployed))
    bucket = artifact_bucket(gateway, asked.identity)
    packaged = package(nest, bucket)
    say(f"uploading to {bucket.name}")
    upload(gateway, bucket, packaged)
    rollback, note = rollback_triggers(gateway, nest, deployed)
    _prune(gateway, stack)
    request = ChangeSetRequest(
        target.stack_name,
        f"{PREFIX}{gateway.clock.now():%Y%m%d-%H%M%S}-{asked.token[:8]}",
        kind,
        token=f"{PREFIX}{asked.token}",
        template_url=packaged.root.url,
        parameters=parameters.asked,
        tags=target.tags,
        capabilities=capabilities(System(target.folder, file=target.root.name)),
        description=f"{target.label}, planned by tasktracker-cfn",
        rollback=rollback,
        # What a first deployment that fails has made would only be in the way of the next:
        # https://github.com/aws/aws-cdk/issues/901
        on_stack_failure="DELETE" if kind == "CREATE" else None,
    )
    return _Prepared(nest, deployed, parameters, bucket, packaged, request, (note,) if note else ())


def _values_of(gateway: Gateway, deployed: Stack | None) -> Deployed | None:
    if deployed is None:
        return None
    return Deployed(deployed.parameters, _old_defaults(gateway.template(deployed.id) or ""))


def _old_defaults(text: str) -> Mapping[str, str]:
    """Give the defaults of a deployed template; none of one that cannot be read."""
    path = Path("deployed")
    try:
        content = parse(path, text).content
    except TemplateError:
        return {}
    section = content.get("Parameters") if isinstance(content, dict) else None
    found = {
        str(name): model.Parameter((), str(name), str(definition.get("Type")), definition, path, 0)
        for name, definition in (section.items() if isinstance(section, dict) else ())
        if isinstance(definition, dict)
    }
    return defaults(model.Stack((), Template(path, {}, {}), found, {}, {}, {}))


def _secrets(parameters: Parameters) -> Mapping[str, str]:
    return {name: value for name, value in parameters.asked.items() if name in parameters.secret and value is not None}


def _subject(asked: Asked, prepared: _Prepared, change_set: ChangeSet | None = None) -> Subject:
    target = asked.target
    return Subject(
        target.label,
        target.stack_name,
        asked.identity.account,
        asked.identity.region,
        prepared.request.type,
        change_set.name if change_set else "",
        change_set.created if change_set else None,
    )


def _prune(gateway: Gateway, stack: Stack | None) -> None:
    """Delete this program's change sets that nobody can execute any more; others belong to somebody."""
    for left in gateway.change_sets(stack.id) if stack else ():
        if left.name.startswith(PREFIX) and (left.status == "FAILED" or left.execution_status == "OBSOLETE"):
            gateway.delete_change_set(left.id)


def _wait(gateway: Gateway, identifier: str) -> ChangeSet:
    def worked_out() -> ChangeSet | None:
        change_set = gateway.change_set(identifier)
        if change_set is None:
            message = f"the change set {identifier} was deleted by somebody else; plan again"
            raise StalePlanError(message)
        return None if change_set.is_pending else change_set

    return until(worked_out, gateway.clock, LIMIT, "the change set")


def _unchanged(gateway: Gateway, prepared: _Prepared, change_set: ChangeSet) -> Stack:
    """Give the stack, and make sure that nobody changed it while it was looked at."""
    stack = gateway.stack(change_set.stack_id)
    before = prepared.deployed
    same = stack is not None and (
        stack.status == IN_REVIEW
        if before is None
        else (stack.status, stack.updated) == (before.status, before.updated)
    )
    if stack is None or not same:
        message = f"{prepared.request.stack_name} was changed by somebody else while the plan was made; plan again"
        raise StalePlanError(message)
    return stack


def _fail(gateway: Gateway, asked: Asked, prepared: _Prepared, change_set: ChangeSet) -> None:
    """Say why there is no change set, and delete it.

    :raises DeploymentError: always
    """
    reasons = dict.fromkeys((*_found(gateway, change_set), *_reasons(gateway, change_set)))
    masks = Masks(NestFacts({}, _secrets(prepared.parameters)))
    text = "; ".join(masks.text(reason) or "" for reason in reasons) or "AWS does not say why"
    _delete(gateway, change_set)
    message = f"AWS cannot make the change set of {asked.target.stack_name}: {text}"
    raise DeploymentError(message)


def _reasons(gateway: Gateway, change_set: ChangeSet) -> Iterator[str]:
    """Give the first real reasons: a parent only says that a child failed."""
    nested = NESTED.findall(change_set.status_reason or "")
    for identifier in nested:
        child = gateway.change_set(identifier)
        if child is not None and child.id != change_set.id:
            yield from _reasons(gateway, child)
    if not nested and change_set.status_reason:
        where = "" if change_set.parent_id is None else f"{change_set.stack_name}: "
        yield where + change_set.status_reason


def _found(gateway: Gateway, change_set: ChangeSet) -> Iterator[str]:
    """Give what early validation found, as far as the caller may read it."""
    try:
        for event in gateway.operation_events(change_set=change_set.id):
            reason = event.validation_reason or event.reason
            if reason and event.validation_status != "SKIPPED" and event.validation_mode != "WARN":
                yield f"{event.logical_id}: {reason}" if event.logical_id else reason
    except DeniedError:
        yield "early validation found something; cloudformation:DescribeEvents would tell what"
    except AwsError:
        # The reason of the change set itself is still told.
        return


def _delete(gateway: Gateway, change_set: ChangeSet) -> None:
    gateway.delete_change_set(change_set.id)
    _remove_shell(gateway, change_set.stack_id)


def _remove_shell(gateway: Gateway, stack_id: str) -> None:
    """Delete a stack in which nothing is and nobody has a change set."""
    stack = gateway.stack(stack_id)
    if stack is None or stack.status != IN_REVIEW or gateway.change_sets(stack_id) or gateway.resources(stack_id):
        return
    gateway.delete_stack(stack_id, token=f"shell-{stack_id.rpartition('/')[2]}")


def _plan(gateway: Gateway, asked: Asked, prepared: _Prepared, facts: NestFacts, found: Review, stack: Stack) -> Plan:
    target, parameters = asked.target, prepared.parameters
    identifiers = {path: one.change_set.id for path, one in facts.stacks.items() if one.change_set}
    shown = dict(parameters.shown())
    masks = Masks(facts)
    return Plan(
        label=target.label,
        root=str(target.root),
        account=asked.identity.account,
        region=asked.identity.region,
        stack_name=target.stack_name,
        stack_id=stack.id,
        status=stack.status,
        updated=stack.updated,
        change_set=identifiers[()],
        bucket=prepared.bucket.name,
        stacks=tuple(
            PlannedStack("/".join(path), artifact.key, artifact.sha256, identifiers.get(path))
            for path, artifact in prepared.packaged.stacks.items()
        ),
        parameters={name: HIDDEN if masks.parameter((), name) else value for name, value in shown.items()},
        secrets={
            name: hashed(asked.salt, name, value)
            for name, value in {**parameters.effective, **_secrets(parameters)}.items()
            if masks.parameter((), name)
        },
        salt=asked.salt,
        tags=target.tags,
        needs_allow=found.needs_allow,
        created=gateway.clock.now(),
        kind=prepared.request.type,
        triggers=tuple(trigger.arn for trigger in prepared.request.rollback.triggers)
        if prepared.request.rollback
        else (),
        summary=", ".join(headline(found)),
    )
