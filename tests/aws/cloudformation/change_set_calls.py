"""CloudFormation's calls on change sets."""

from typing import Any

from tests.aws.cloudformation import reviewing, vanishing
from tests.aws.cloudformation.describing import described, summary
from tests.aws.cloudformation.documents import Document, read
from tests.aws.cloudformation.parameters import effective
from tests.aws.cloudformation.running import deploy
from tests.aws.cloudformation.stack_calls import find_change_set
from tests.aws.cloudformation.state import ChangeSet, Goal, Stack
from tests.aws.cloudformation.world import World
from tests.aws.pages import page
from tests.aws.refusal import Refused, invalid

EMPTY = read("Resources: {Nothing: {Type: 'AWS::CloudFormation::WaitConditionHandle'}}")
UPDATABLE = frozenset(
    {
        "CREATE_COMPLETE",
        "UPDATE_COMPLETE",
        "UPDATE_ROLLBACK_COMPLETE",
        "IMPORT_COMPLETE",
        "IMPORT_ROLLBACK_COMPLETE",
        "UPDATE_FAILED",
        "CREATE_FAILED",
    }
)
SETTINGS = ("RollbackConfiguration", "NotificationARNs", "RoleARN")


class ChangeSetCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world

    def create_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to make a change set, and with the first one of a stack the stack."""
        world, kind = self.world, asked.get("ChangeSetType", "UPDATE")
        stack = world.named(asked["StackName"])
        if again := self._repeated(asked, stack):
            return {"Id": again.id, "StackId": again.stack.id}
        if asked.get("OnStackFailure") == "DELETE" and kind != "CREATE":
            message = "OnStackFailure=DELETE can only be specified when ChangeSetType is CREATE"
            raise invalid(message)
        if kind == "IMPORT" or (asked.get("DeploymentMode") and asked.get("IncludeNestedStacks")):
            raise invalid("IncludeNestedStacks is not supported with import and with REVERT_DRIFT")
        if kind == "CREATE" and stack and stack.status != "REVIEW_IN_PROGRESS":
            where = f"[{asked['StackName']}] already exists and cannot be created again with the changeSet"
            raise invalid(f"Stack {where} [{asked['ChangeSetName']}].")
        if kind != "CREATE":
            stack = self._updatable(asked["StackName"])
        goal = make_goal(world, asked, stack)
        if stack is None:
            stack = world.new_stack(asked["StackName"], EMPTY)
            world.event(stack, None, "REVIEW_IN_PROGRESS", "User Initiated")
        stack.capabilities = asked.get("Capabilities") or []
        made = reviewing.make(world, stack, goal, asked)
        return {"Id": made.id, "StackId": stack.id}

    def describe_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Describe a change set, with values or without."""
        found = self._found(asked)
        values = bool(asked.get("IncludePropertyValues"))
        return described(self.world, found, values=values, token=asked.get("NextToken"))

    def list_change_sets(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the change sets of a stack."""
        stack = self.world.named(asked["StackName"])
        if stack is None:
            message = f"Stack [{asked['StackName']}] does not exist"
            raise invalid(message)
        rows = [summary(one) for one in self.world.change_sets if one.stack is stack]
        found, token = page(rows, asked.get("NextToken"), self.world.account.page)
        return {"Summaries": found, "NextToken": token}

    def delete_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to delete a change set with all below it, and the shells of stacks that those below made."""
        try:
            found = self._found(asked)
        except Refused as refused:
            if refused.code == "ChangeSetNotFoundException":
                # To delete what is gone is no error.
                return {}
            raise
        if found.parent:
            message = f"Nested change set {found.id} must be deleted from the root change set {found.root.id}"
            raise invalid(message)
        vanishing.refuse_busy(found)
        vanishing.delete(self.world, found)
        return {}

    def execute_change_set(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to do what a change set says."""
        found, world = self._found(asked), self.world
        stack, token = found.stack, asked.get("ClientRequestToken")
        if token in stack.tokens and world.repeated(stack, f"execute {found.id}", token):
            return {}
        if found.parent:
            message = f"ChangeSet [{found.id}] is nested and can only be executed from the root change set"
            raise invalid(message)
        if found.execution != "AVAILABLE" or found.goal is None:
            message = f"ChangeSet [{found.id}] cannot be executed in its current status of [{found.status}]"
            text = f"{message} and execution status of [{found.execution}]"
            raise Refused("InvalidChangeSetStatusException", text)
        if found.request.get("OnStackFailure") and "DisableRollback" in asked:
            message = "You can't specify both OnStackFailure and DisableRollback"
            raise invalid(message)
        wanted = (found.request.get("DeploymentConfig") or {}).get("DisableRollback")
        keep = "DO_NOTHING" if asked.get("DisableRollback", wanted) else None
        if found.kind != "CREATE":
            check_resuming(self._updatable(stack.id), keeps=bool(keep))
        settings = {name: found.request.get(name) for name in SETTINGS}
        settings |= {"on_failure": found.request.get("OnStackFailure") or keep}
        settings |= {"asked_on_failure": found.request.get("OnStackFailure") or ""}
        settings |= {"RetainExceptOnCreate": asked.get("RetainExceptOnCreate", False)}
        stack.change_set_id = found.id
        world.repeated(stack, f"execute {found.id}", token)
        world.operation(stack, "CREATE_STACK" if found.kind == "CREATE" else "UPDATE_STACK", token)
        for one in found.family():
            one.execution = "EXECUTE_IN_PROGRESS"
        deploy(world, stack, found.goal, settings, lambda went_well: _ended(found, went_well=went_well))
        return {}

    def _found(self, asked: dict[str, Any]) -> ChangeSet:
        return find_change_set(self.world, asked["ChangeSetName"], asked.get("StackName"))

    def _repeated(self, asked: dict[str, Any], stack: Stack | None) -> ChangeSet | None:
        """Give the change set that the same request has made before.

        :raises Refused: when another request has made one of this name
        """
        for one in self.world.change_sets:
            if stack is one.stack and one.name == asked["ChangeSetName"]:
                if asked.get("ClientToken") and one.request.get("ClientToken") == asked["ClientToken"]:
                    return one
                message = (
                    f"ChangeSet {one.name} cannot be created due to a mismatch with existing attribute ClientToken"
                )
                raise Refused("AlreadyExistsException", message)
        return None

    def _updatable(self, name: str) -> Stack:
        return updatable(self.world, name)


def updatable(world: World, name: str) -> Stack:
    """Give a stack that can be updated.

    :raises Refused: when there is none, or it cannot be updated now
    """
    stack = world.named(name)
    if stack is None:
        message = f"Stack [{name}] does not exist"
        raise invalid(message)
    if stack.status not in UPDATABLE:
        message = f"Stack:{stack.id} is in {stack.status} state and can not be updated."
        raise invalid(message)
    return stack


def check_resuming(stack: Stack, *, keeps: bool) -> None:
    """Check that a stack that failed with rollback off is updated with rollback off, too.

    :raises Refused: when it is not, or when it can never be updated
    """
    if stack.status not in {"CREATE_FAILED", "UPDATE_FAILED"}:
        return
    if stack.settings.get("asked_on_failure") == "DO_NOTHING":
        # https://github.com/code-dot-org/code-dot-org/pull/68524
        where = f"[{stack.status}] state because it contains [on-failure: DO_NOTHING]"
        message = f"This stack cannot be updated from {where}. Please use disable-rollback option instead"
        raise invalid(f"{message} during stack creation.")
    if not keeps:
        # https://github.com/ansible-collections/amazon.aws/issues/1655
        message = f"This stack is currently in a non-terminal [{stack.status}] state. To update the stack from this"
        remedy = "please use the disable-rollback parameter with update-stack API. To rollback to the last known good"
        raise invalid(f"{message} state, {remedy} state, use the rollback-stack API")


def make_goal(world: World, asked: dict[str, Any], stack: Stack | None) -> Goal:
    """Give what a request wants a stack to become.

    :raises Refused: when its template, its parameters or its capabilities are wrong
    """
    document: Document = world.template(asked, stack)
    needed = [need for need in document.capabilities if not reviewing.acknowledged(need, asked)]
    if needed:
        message = f"Requires capabilities : [{', '.join(needed)}]"
        raise Refused("InsufficientCapabilitiesException", message)
    parameters = effective(document, asked.get("Parameters") or [], stack.parameters if stack else {}, world.stored)
    kept = stack.tags if stack else {}
    tags = {item["Key"]: item["Value"] for item in asked["Tags"]} if asked.get("Tags") is not None else kept
    return Goal(document, parameters, tags)


def _ended(executed: ChangeSet, *, went_well: bool) -> None:
    for one in executed.family():
        one.execution = "EXECUTE_COMPLETE" if went_well else "EXECUTE_FAILED"
