"""Make a plan: package, upload, have AWS make a change set of the whole nest, and review what it will really do.

What goes wrong leaves nothing behind: a change set that failed or is empty is deleted, and so is the shell of a stack
that only it has made (`clearing`). The shell of a first plan that is not applied yet stays in REVIEW_IN_PROGRESS and
blocks nobody: the next plan makes its change set in it.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSet
from tasktracker_cfn.deploy.aws.values.stacks import IN_REVIEW, Stack
from tasktracker_cfn.deploy.aws.waiting import until
from tasktracker_cfn.deploy.masking import HIDDEN, is_secret_name, text
from tasktracker_cfn.deploy.plan.clearing import Made, at_rest, clear_or_say
from tasktracker_cfn.deploy.plan.describing import describe
from tasktracker_cfn.deploy.plan.foreseeing import expected, foreseen
from tasktracker_cfn.deploy.plan.parameters import Parameters
from tasktracker_cfn.deploy.plan.plan_file import Plan, PlannedStack, hashed
from tasktracker_cfn.deploy.plan.preparing import Asked, Prepared, Say, prepare
from tasktracker_cfn.deploy.plan.reasons import reasons_of
from tasktracker_cfn.deploy.plan.resuming import kept_removed, standing_replaced, unmade
from tasktracker_cfn.deploy.plan.sources import hashes
from tasktracker_cfn.deploy.review.facts import NestFacts
from tasktracker_cfn.deploy.review.masking import Masks
from tasktracker_cfn.deploy.review.reviewing import no_change, review
from tasktracker_cfn.deploy.review.values import Review, Subject
from tasktracker_cfn.deploy.review.wording import headline
from tasktracker_cfn.errors import AwsError, DeploymentError, StalePlanError, TasktrackerError, TimeError

__all__ = ["Asked", "Planned", "discard", "make_plan"]

# A nest of the largest size takes some minutes.
LIMIT = timedelta(minutes=30)
# What validation says of a name that another thing has.
TAKEN = "already exists"
GIVE_UP = "or give up what was made, by destroy, and plan again"


class Planned(NamedTuple):
    """A review, and the plan to apply; None when nothing would change."""

    review: Review
    plan: Plan | None


class Without(NamedTuple):
    """That a stack which was left as it failed takes no plan but one without what failed.

    :param replaced: the addresses of what AWS would refuse to replace meanwhile
    """

    replaced: tuple[str, ...] = ()


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
    prepared = prepare(gateway, asked, say)
    found = _made(gateway, asked, prepared, say)
    while isinstance(found, Without):
        prepared = _without_failed(gateway, asked, prepared, say, found)
        found = _made(gateway, asked, prepared, say)
    return found


def discard(gateway: Gateway, plan: Plan, say: Say) -> None:
    """Delete the change set of a plan that is not wanted, and the shell that only it has made; do it again if you like.

    What cannot be deleted is said, and is no error: whatever comes next is more important.
    """
    clear_or_say(gateway, Made(plan.change_set, plan.stack_id, plan.region, plan.kind), say)


def _made(gateway: Gateway, asked: Asked, prepared: Prepared, say: Say) -> Planned | Without:
    """Make a change set and review it; one that is no plan is deleted again, whatever the reason."""
    name = asked.target.stack_name
    say(f"making a change set of {name}")
    identifier = gateway.create_change_set(prepared.request)
    made = Made(identifier, name, asked.identity.region, prepared.request.type)
    try:
        found = _reviewed(gateway, asked, prepared, identifier, say)
    except (TasktrackerError, KeyboardInterrupt):
        say(f"deleting the change set of {name} again")
        clear_or_say(gateway, made, say)
        raise
    if isinstance(found, Without) or found.plan is None:
        clear_or_say(gateway, made, say)
    return found


def _reviewed(gateway: Gateway, asked: Asked, prepared: Prepared, identifier: str, say: Say) -> Planned | Without:
    """Wait for a change set that is being made, and review it."""
    change_set = _wait(gateway, identifier)
    if change_set.changes_nothing:
        return Without() if prepared.resumes else Planned(no_change(_subject(asked, prepared), prepared.notes), None)
    if change_set.status == "FAILED":
        text = _why(gateway, prepared, change_set)
        # What is in the way may be what failed, where AWS makes a nested stack anew before it deletes the old one.
        if prepared.resumes and not prepared.left_out and TAKEN in text:
            return Without()
        message = f"AWS cannot make the change set of {asked.target.stack_name}: {text}"
        raise DeploymentError(message)
    say("reading what it does, stack by stack")
    facts = describe(gateway, identifier, _secrets(prepared.parameters))
    facts = NestFacts(facts.stacks, facts.given, (*prepared.notes, *facts.notes))
    found = foreseen(prepared.system, facts, review(facts, _subject(asked, prepared, change_set)))
    if prepared.left_out and (lost := kept_removed(found)):
        message = f"what failed cannot be taken away by itself, because of what it holds: {', '.join(lost)}"
        message = f"{message}; {GIVE_UP}"
        raise DeploymentError(message)
    replaced = standing_replaced(found, facts) if prepared.resumes else ()
    if replaced or (prepared.resumes and found.verdict == "none"):
        return Without(replaced)
    if found.verdict == "none":
        return Planned(found, None)
    made = _plan(asked, prepared, facts, found)
    stack = _unchanged(gateway, prepared, change_set)
    return Planned(
        found,
        made._replace(stack_id=stack.id, status=stack.status, updated=stack.updated),
    )


def _without_failed(gateway: Gateway, asked: Asked, prepared: Prepared, say: Say, why: Without) -> Prepared:
    """Prepare what makes a stack whole that was left as it failed: to take away what failed, and nothing else.

    :raises DeploymentError: when that is not the way
    """
    deployed, replaced = prepared.deployed, why.replaced
    there = {one.logical_id: one for one in gateway.resources(deployed.id)} if deployed else {}
    failed = unmade(prepared.system.nest.root, there)
    if deployed is None or prepared.left_out or not failed or failed >= prepared.system.nest.root.resources.keys():
        what = f", which this would do to {', '.join(replaced)}: plan without that change first" if replaced else ""
        state = f"{asked.target.stack_name} was left as it failed, and in that state AWS replaces nothing"
        message = f"{state}{what}; {GIVE_UP}"
        raise DeploymentError(message)
    names = ", ".join(sorted(failed))
    say(f"AWS replaces nothing in a stack that was left as it failed: planning to take away {names}")
    again = prepare(gateway, asked, say, failed)
    note = f"this only takes away what failed ({names}); plan again after it has been applied, and that is made anew"
    return again._replace(notes=(note, *again.notes))


def _secrets(parameters: Parameters) -> Mapping[str, str]:
    """Give the values that were given and must not be seen."""
    return {
        name: value
        for name, value in parameters.asked.items()
        if value is not None and (name in parameters.secret or is_secret_name(name))
    }


def _subject(asked: Asked, prepared: Prepared, change_set: ChangeSet | None = None) -> Subject:
    target = asked.target
    return Subject(
        target.label,
        target.stack_name,
        asked.identity.account,
        asked.identity.region,
        prepared.request.type,
        change_set.name if change_set else "",
        change_set.created if change_set else None,
        asked.place,
    )


def _wait(gateway: Gateway, identifier: str) -> ChangeSet:
    def worked_out() -> ChangeSet | None:
        change_set = gateway.change_set(identifier)
        if change_set is None or change_set.is_being_deleted:
            message = f"the change set {identifier} was deleted by somebody else; plan again"
            raise StalePlanError(message)
        return None if change_set.is_pending else change_set

    return until(worked_out, gateway.clock, LIMIT, "the change set")


def _unchanged(gateway: Gateway, prepared: Prepared, change_set: ChangeSet) -> Stack:
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


def _why(gateway: Gateway, prepared: Prepared, change_set: ChangeSet) -> str:
    """Give why there is no change set, once it is known of all of the nest, without secrets."""
    try:
        members = at_rest(gateway, change_set.id)
    except (AwsError, TimeError):
        # Then what is known already is told.
        members = (change_set,)
    masks = Masks(NestFacts({}, _secrets(prepared.parameters)))
    reasons = reasons_of(gateway, members or (change_set,))
    return "; ".join(masks.text(reason) or "" for reason in reasons) or "AWS does not say why"


def _plan(asked: Asked, prepared: Prepared, facts: NestFacts, found: Review) -> Plan:
    """Give the plan but for the stack, which is looked at again when everything else is known."""
    target, parameters = asked.target, prepared.parameters
    identifiers = {path: one.change_set.id for path, one in facts.stacks.items() if one.change_set}
    masks = Masks(facts)
    shown = parameters.shown()
    hidden = {name for name, value in shown.items() if masks.parameter((), name) or text(value) != value}
    known = {**parameters.effective, **_secrets(parameters)}
    rollback = prepared.request.rollback
    return Plan(
        label=target.label,
        root=str(target.root),
        account=asked.identity.account,
        region=asked.identity.region,
        stack_name=target.stack_name,
        stack_id="",
        status="",
        updated=None,
        change_set=identifiers[()],
        bucket=prepared.bucket.name,
        stacks=tuple(
            PlannedStack("/".join(path), artifact.key, artifact.sha256, identifiers.get(path))
            for path, artifact in prepared.packaged.stacks.items()
        ),
        parameters={name: HIDDEN if name in hidden else value for name, value in shown.items()},
        secrets={name: hashed(asked.salt, name, value) for name, value in known.items() if name in hidden},
        salt=asked.salt,
        tags=prepared.request.tags,
        needs_allow=found.needs_allow,
        created=prepared.made,
        kind=prepared.request.type,
        triggers=tuple(trigger.arn for trigger in rollback.triggers) if rollback else (),
        summary=", ".join(headline(found)),
        parameter_files=asked.files,
        given=hashes(asked.salt, asked.given, asked.options),
        keeps=prepared.keeps,
        left_out=prepared.left_out,
        expected=expected(found.time),
    )
