"""What a test can order: faults on the way, resources that break, other people's moves, the state of things."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.aws.cloudformation.orders import Break, Finding, Hang, On
from tests.aws.cloudformation.state import Resource, Stack
from tests.aws.cloudformation.world import World
from tests.aws.desk import Desk
from tests.aws.faults import Fault
from tests.aws.looking import find
from tests.aws.refusal import Refused
from tests.aws.timeline import Timeline

DID_NOT_SETTLE = (
    "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was "
    "triggered'.\" (RequestToken: 0, HandlerErrorCode: GeneralServiceException)"
)


class Ordering:
    """The orders; places are logical ids from the root: "Data/Database", or "Bucket" in the root itself."""

    desk: Desk
    timeline: Timeline
    world: World

    def fault(
        self, operation: str, code: str = "Throttling", times: int = 1, message: str = "", after: int = 0
    ) -> None:
        """Refuse the next calls of an operation; "*" is every one."""
        text = message or ("Rate exceeded" if "Thrott" in code else f"{code} by order")
        self.desk.faults.open.append(Fault(operation, "refuse", after, times, Refused(code, text)))

    def lose_answer(self, operation: str, times: int = 1, after: int = 0) -> None:
        """Do what the next calls want, and cut the connection instead of answering."""
        self.desk.faults.open.append(Fault(operation, "lose answer", after, times))

    def lose_request(self, operation: str, times: int = 1, after: int = 0) -> None:
        """Cut the connection of the next calls, and do nothing."""
        self.desk.faults.open.append(Fault(operation, "lose request", after, times))

    def when(self, operation: str, do: Callable[[], object], times: int = 1, after: int = 0) -> None:
        """Do something when a call arrives, before it has its effect: another person's move, the end of a process."""
        self.desk.faults.open.append(Fault(operation, "do", after, times, do=do))

    def expire_credentials(self, after: int = 0) -> None:
        """Refuse everything as expired, after some more calls."""
        self.desk.faults.calls_left = after

    def renew_credentials(self) -> None:
        """Take the credentials again."""
        self.desk.faults.calls_left = None

    def break_resource(
        self,
        place: str,
        reason: str = "Resource handler returned message: broken by order",
        on: On = "create",
        times: int = 1,
    ) -> None:
        """Let a resource fail the next times it is created, updated, deleted or rolled back."""
        self.world.orders.breaks.append(Break(place, reason, on, times))

    def mend_resource(self, place: str) -> None:
        """Take back what was ordered for a resource."""
        orders = self.world.orders
        orders.breaks = [order for order in orders.breaks if order.place != place]
        orders.hangs = [order for order in orders.hangs if order.place != place]

    def hang_service(
        self,
        place: str,
        stopped_reason: str = "Essential container in task exited",
        logs: Sequence[str] = (),
        *,
        reason: str = DID_NOT_SETTLE,
        gives_up: int = 900,
        exit_code: int | None = 1,
    ) -> None:
        """Let the tasks of a service stop again and again, until its resource fails."""
        order = Hang(place, stopped_reason, list(logs), reason, gives_up, exit_code)
        self.world.orders.hangs.append(order)

    def fail_validation(
        self, place: str, reason: str, name: str = "NAME_CONFLICT_VALIDATION", mode: str = "FAIL", path: str = ""
    ) -> None:
        """Let early validation find something in the next change sets."""
        self.world.orders.findings.append(Finding(place, name, reason, mode, path))

    def keep_change_sets(self, times: int = 1) -> None:
        """Let the next deletions of change sets of a nest end in DELETE_FAILED."""
        self.world.orders.undeletable = times

    def set_status(self, name: str, status: str, reason: str = "") -> None:
        """Give a stack a status, as if it had come there."""
        with self.timeline.lock:
            self.world.event(find(self.world, name).stack, None, status, reason)

    def set_resource_status(self, name: str, logical_id: str, status: str, reason: str = "") -> None:
        """Give a resource of a stack a status, as if it had come there."""
        with self.timeline.lock:
            stack = find(self.world, name).stack
            self.world.event(stack, stack.resources[logical_id], status, reason)

    def drift(self, place: str, prop: str, expected: Any, actual: Any, root: str = "") -> None:
        """Let a property differ from what the stack set ("Data/Database", "/EngineVersion", "16.3", "16.4")."""
        path = prop if prop.startswith("/") else f"/{prop}"
        self._resource(place, root).actual[path] = (expected, actual)

    def put_property(self, place: str, prop: str, value: Any, root: str = "") -> None:
        """Set a property of a thing, which CloudFormation then takes for its own: to end a protection, say."""
        self._resource(place, root).properties[prop] = value

    def push_image(self, place: str, root: str = "") -> None:
        """Put an image into a repository."""
        self.world.pushed.add(self._resource(place, root).physical_id)

    def delete_by_hand(self, place: str) -> None:
        """Let somebody delete a thing that a deleted stack has left."""
        with self.timeline.lock:
            fates = self.world.fates
            self.world.fates = [
                replace(fate, fate="deleted") if fate.path == place and fate.fate != "snapshotted" else fate
                for fate in fates
            ]

    def write_logs_again(self, group: str) -> None:
        """Let a service that still runs for a while write into a log group that is deleted, which makes it again."""
        self.world.rewritten.add(group)

    def delete_behind(self, place: str, root: str = "") -> None:
        """Let somebody delete a thing behind CloudFormation's back."""
        self._resource(place, root).missing = True

    def put_parameter(self, name: str, value: str) -> None:
        """Put a value into a parameter of Systems Manager."""
        with self.timeline.lock:
            self.world.stored[name] = value

    def alarm(self, name: str, state: str = "OK") -> str:
        """Give an alarm a state, also one that no stack made; give its ARN."""
        with self.timeline.lock:
            arn = name if name.startswith("arn:") else self.world.account.arn("cloudwatch", f"alarm:{name}")
            self.world.alarms[arn] = state
            return arn

    def lose_change_sets(self, name: str) -> None:
        """Let somebody else delete all change sets of a stack and of what it nests."""
        with self.timeline.lock:
            root = find(self.world, name).stack
            self.world.change_sets = [one for one in self.world.change_sets if one.stack.root is not root]

    def obsolete_change_sets(self, name: str) -> None:
        """Let all change sets of a stack be obsolete, as after somebody else's deployment."""
        with self.timeline.lock:
            root = find(self.world, name).stack
            for one in self.world.change_sets:
                if one.stack.root is root:
                    one.execution = "OBSOLETE"
            self._touch(root)

    def touch(self, name: str) -> None:
        """Let a stack look as if somebody else had just updated it, to the same as before."""
        with self.timeline.lock:
            self._touch(find(self.world, name).stack)

    def _touch(self, stack: Stack) -> None:
        stack.updated, stack.token = self.timeline.now(), None
        self.world.event(stack, None, "UPDATE_IN_PROGRESS", "User Initiated")
        self.world.event(stack, None, "UPDATE_COMPLETE")

    def settle(self) -> None:
        """Let time pass until nothing is under way any more."""
        self.timeline.settle()

    def _resource(self, place: str, root: str) -> Resource:
        """Give a living resource by its place, in the one root or in the first that has it."""
        *steps, logical_id = place.split("/")
        with self.timeline.lock:
            for stack in self.world.stacks:
                fits = list(stack.path) == steps and root in {"", stack.root.name}
                if stack.alive and fits and logical_id in stack.resources:
                    return stack.resources[logical_id]
        message = f"no living stack has {place}"
        raise LookupError(message)
