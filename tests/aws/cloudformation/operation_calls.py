"""CloudFormation's calls that move stacks."""

from typing import Any

from tests.aws.cloudformation.change_set_calls import EMPTY, check_resuming, make_goal, updatable
from tests.aws.cloudformation.deleting import delete_stack
from tests.aws.cloudformation.differing import Differing
from tests.aws.cloudformation.running import cancel, deploy, roll_back
from tests.aws.cloudformation.state import Stack
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused, invalid

SETTINGS = ("RollbackConfiguration", "NotificationARNs", "RoleARN", "RetainExceptOnCreate")
LONGEST_POLICY = 16_384


class OperationCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world

    def create_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to create a stack."""
        if (taken := self.world.named(asked["StackName"])) is not None:
            if (token := asked.get("ClientRequestToken")) and taken.tokens.get(token) == "create":
                return {"StackId": taken.id}
            message = f"Stack [{asked['StackName']}] already exists"
            raise Refused("AlreadyExistsException", message)
        goal = make_goal(self.world, asked, None)
        stack = self.world.new_stack(asked["StackName"], EMPTY)
        stack.capabilities = asked.get("Capabilities") or []
        stack.termination_protection = bool(asked.get("EnableTerminationProtection"))
        stack.policy = asked.get("StackPolicyBody")
        self.world.repeated(stack, "create", asked.get("ClientRequestToken"))
        operation = self.world.operation(stack, "CREATE_STACK", asked.get("ClientRequestToken"))
        settings = {name: asked.get(name) for name in SETTINGS}
        settings |= {"on_failure": "DO_NOTHING" if asked.get("DisableRollback") else asked.get("OnFailure")}
        settings |= {"asked_on_failure": asked.get("OnFailure") or ""}
        deploy(self.world, stack, goal, settings, lambda _: None)
        return {"StackId": stack.id, "OperationId": operation}

    def update_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to update a stack."""
        found = self.world.stack(asked["StackName"])
        if self._again(found, "update", asked):
            return {"StackId": found.id}
        stack = updatable(self.world, asked["StackName"])
        check_resuming(stack, keeps=bool(asked.get("DisableRollback")))
        goal = make_goal(self.world, asked, stack)
        differing = Differing(self.world, stack, goal)
        retries = stack.status.endswith("_FAILED")
        if not retries and not differing.rows() and not differing.outputs_differ():
            message = "No updates are to be performed."
            raise invalid(message)
        self._remember(stack, "update", asked)
        stack.change_set_id = None
        operation = self.world.operation(stack, "UPDATE_STACK", asked.get("ClientRequestToken"))
        settings = {name: asked.get(name) for name in SETTINGS}
        settings |= {"on_failure": "DO_NOTHING" if asked.get("DisableRollback") else None}
        deploy(self.world, stack, goal, settings, lambda _: None)
        return {"StackId": stack.id, "OperationId": operation}

    def delete_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin to delete a stack; one that is gone is no error."""
        stack = self.world.named(asked["StackName"])
        if stack is None or stack.status == "DELETE_IN_PROGRESS" or self._again(stack, "delete", asked):
            return {}
        if stack.root.termination_protection:
            message = f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
            raise invalid(message)
        retain = asked.get("RetainResources") or []
        force = asked.get("DeletionMode") == "FORCE_DELETE_STACK"
        if (retain or force) and stack.status != "DELETE_FAILED":
            what = "Retain list of resources" if retain else "Force delete"
            message = f"Invalid operation on stack [{stack.id}]. {what} can be given only in DELETE_FAILED state"
            raise invalid(message)
        if stack.status.endswith("IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
            self._interrupt(stack)
        self._remember(stack, "delete", asked)
        self.world.operation(stack, "DELETE_STACK", asked.get("ClientRequestToken"))
        delete_stack(self.world, stack, lambda *_: None, retain=retain, force=force)
        return {}

    def cancel_update_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Stop an update, and roll it back."""
        stack = self.world.stack(asked["StackName"])
        if self._again(stack, "cancel", asked):
            return {}
        if stack.status != "UPDATE_IN_PROGRESS" or stack.parent:
            message = f"CancelUpdateStack cannot be called from current stack status: {stack.status}"
            raise invalid(message)
        self._remember(stack, "cancel", asked)
        cancel(self.world, stack)
        return {}

    def continue_update_rollback(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Go on with a rollback that failed."""
        stack = self.world.stack(asked["StackName"])
        if self._again(stack, "continue", asked):
            return {}
        if stack.parent:
            message = f"RootStack should be used to continue the rollback of nested stack {stack.id}"
            raise invalid(message)
        if stack.status != "UPDATE_ROLLBACK_FAILED":
            message = f"Stack:{stack.id} is in {stack.status} state and can not continue rollback."
            raise invalid(message)
        skip, force = asked.get("ResourcesToSkip") or [], bool(asked.get("ForceRollback"))
        if skip and force:
            message = "ResourcesToSkip and ForceRollback cannot be specified together"
            raise invalid(message)
        stuck = [member.skip_name(name) for member in stack.family() for name in sorted(member.stuck)]
        self._check_skip(stack, skip, stuck)
        self._remember(stack, "continue", asked)
        self.world.operation(stack, "CONTINUE_ROLLBACK", asked.get("ClientRequestToken"))
        # By force it goes on without those that are stuck now; what gets stuck anew stops it again.
        roll_back(self.world, stack, "User Initiated", lambda: None, stuck if force else skip)
        return {}

    def rollback_stack(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Roll back what was left as it failed."""
        stack = self.world.stack(asked["StackName"])
        if self._again(stack, "roll back", asked):
            return {"StackId": stack.id, "OperationId": stack.operations[-1]["OperationId"]}
        if stack.status not in {"CREATE_FAILED", "UPDATE_FAILED"}:
            message = f"Stack:{stack.id} is in {stack.status} state and can not be rolled back."
            raise invalid(message)
        self._remember(stack, "roll back", asked)
        operation = self.world.operation(stack, "ROLLBACK", asked.get("ClientRequestToken"))
        stack.settings["on_failure"] = "ROLLBACK"
        stack.settings["RetainExceptOnCreate"] = bool(asked.get("RetainExceptOnCreate"))
        if not stack.was_stable:
            # "This operation will delete a stack if it doesn't contain a last known stable state."
            delete_stack(self.world, stack, lambda *_: None, on="rollback")
        else:
            roll_back(self.world, stack, "User Initiated", lambda: None)
        return {"StackId": stack.id, "OperationId": operation}

    def set_stack_policy(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Set the stack policy."""
        stack, body = self.world.stack(asked["StackName"]), asked.get("StackPolicyBody")
        if body is not None and len(body) > LONGEST_POLICY:
            message = (
                "1 validation error detected: Value at 'stackPolicyBody' failed to satisfy constraint: "
                f"Member must have length less than or equal to {LONGEST_POLICY}"
            )
            raise invalid(message)
        # https://github.com/envato/stack_master/pull/178
        if stack.status.endswith("_IN_PROGRESS"):
            message = f"Stack policy cannot be set on stack [{stack.name}] in state {stack.status}"
            raise invalid(message)
        stack.policy = body
        return {}

    def update_termination_protection(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Protect a root stack, or no longer."""
        stack = self.world.stack(asked["StackName"])
        if stack.parent:
            message = f"TerminationProtection cannot be updated on nested stack [{stack.id}]; use the root stack"
            raise invalid(message)
        stack.termination_protection = asked["EnableTerminationProtection"]
        return {"StackId": stack.id}

    def _again(self, stack: Stack, call: str, asked: dict[str, Any]) -> bool:
        """Tell whether this very request has had its effect."""
        token = asked.get("ClientRequestToken")
        return token in stack.tokens and self.world.repeated(stack, call, token)

    def _remember(self, stack: Stack, call: str, asked: dict[str, Any]) -> None:
        self.world.repeated(stack, call, asked.get("ClientRequestToken"))

    def _interrupt(self, stack: Stack) -> None:
        doing = self.world.running.pop(stack.id, None)
        if doing is not None and hasattr(doing, "stop"):
            doing.stop()
        elif doing is not None:
            doing.walk.stop()

    @staticmethod
    def _check_skip(stack: Stack, skip: list[str], stuck: list[str]) -> None:
        wrong = [name for name in skip if name not in stuck]
        nested = {
            member.skip_name(name): resource.child
            for member in stack.family()
            for name, resource in member.resources.items()
            if resource.child
        }
        # A nested stack can only be skipped as a whole when it goes, or is gone.
        wrong = [name for name in wrong if not (nested.get(name) and nested[name].status.startswith("DELETE_"))]
        if wrong:
            message = (
                f"The following resources to skip are not valid: [{', '.join(wrong)}]; only resources that are in "
                "UPDATE_FAILED state because a rollback failed can be skipped"
            )
            raise invalid(message)
