"""Bring a stack to its goal: create, update, replace, each when what it needs is there."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from tasktracker_cfn.authoring import schemas
from tests.aws.cloudformation import naming, things
from tests.aws.cloudformation.comparing import replaces
from tests.aws.cloudformation.deleting import Removal, Told
from tests.aws.cloudformation.documents import STACK, needs
from tests.aws.cloudformation.durations import seconds
from tests.aws.cloudformation.nesting import begin_child
from tests.aws.cloudformation.outputs import outputs
from tests.aws.cloudformation.state import Backup, Goal, Resource, Stack
from tests.aws.cloudformation.walking import Done, Walk
from tests.aws.cloudformation.world import World
from tests.aws.refusal import Refused

INITIATED = "Resource creation Initiated"


class Deploying:
    """One stack on its way; `told` hears how it ended, before anything is rolled back or cleaned up."""

    def __init__(self, world: World, stack: Stack, goal: Goal, told: Told, *, create: bool) -> None:
        """Prepare."""
        self.world = world
        self.stack = stack
        self.goal = goal
        self.told = told
        self.create = create
        self.stopped = False
        self.children: dict[str, Deploying] = {}
        scope = world.scope(stack, goal.document, goal.parameters)
        specs = {name: spec for name, spec in goal.document.resources.items() if scope.wanted(spec)}
        self.specs = specs
        self.walk = Walk({name: needs(spec) for name, spec in specs.items()}, self._step, self._finished)

    def begin(self, reason: str = "") -> None:
        """Begin."""
        stack, goal = self.stack, self.goal
        self.world.running[stack.id] = self
        self.world.event(stack, None, "CREATE_IN_PROGRESS" if self.create else "UPDATE_IN_PROGRESS", reason)
        if not self.create:
            stack.updated = self.world.timeline.now()
            if stack.backup is None:
                copies = {name: replace(resource) for name, resource in stack.resources.items()}
                stack.backup = Backup(stack.document, stack.parameters, stack.tags, copies, stack.outputs)
        stack.document, stack.parameters, stack.tags = goal.document, goal.parameters, goal.tags
        # Not at once: whoever asked for it hears first that it has begun.
        self.world.timeline.after(1, lambda: None if self.stopped else self.walk.begin())

    def stop(self, reason: str = "") -> None:
        """Cancel what is under way, because something else failed or somebody wants it so."""
        self.stopped = True
        for name in self.walk.stop():
            resource = self.stack.resources[name]
            if resource.status.endswith("FAILED"):
                continue
            word = "CREATE" if resource.status.startswith("CREATE") else "UPDATE"
            if name in self.children and not self.children[name].stopped:
                self.children[name].stop_child()
            self._as_before(resource)
            what = "creation" if word == "CREATE" else "update"
            self.world.event(self.stack, resource, f"{word}_FAILED", reason or f"Resource {what} cancelled")

    def _as_before(self, resource: Resource) -> None:
        """Let a resource that failed have the properties of before, so that the next change set sees what is left."""
        was = self.stack.backup.resources.get(resource.logical_id) if self.stack.backup else None
        if was:
            resource.properties, resource.tags = was.properties, was.tags

    def stop_child(self) -> None:
        """Cancel a nested stack."""
        self.stop()
        self.world.event(self.stack, None, self._failed_status, "Resource creation cancelled" if self.create else "")

    @property
    def _failed_status(self) -> str:
        """Give the status in which a nested stack fails: to roll back a creation is for the root."""
        failed = "UPDATE_FAILED" if self.stack.keeps else "UPDATE_ROLLBACK_IN_PROGRESS"
        return "CREATE_FAILED" if self.create else failed

    def _step(self, name: str, done: Done) -> None:
        spec, stack = self.specs[name], self.stack
        old = stack.resources.get(name)
        if old and (old.status == "DELETE_COMPLETE" or (old.status == "CREATE_FAILED" and not old.physical_id)):
            old = None
        if old and old.status == "CREATE_FAILED" and self._anew(old, partial(self._step, name, done)):
            return
        scope = self.world.scope(stack, self.goal.document, self.goal.parameters)
        try:
            properties = scope.value(spec.get("Properties") or {})
        except Refused as refused:
            wrong = old or Resource(name, spec["Type"])
            stack.resources[name] = wrong
            self._end(wrong, "UPDATE" if old else "CREATE", refused.message, done)
            return
        deletion, replacement = things.policies(spec, properties)
        tags = stack.tags if schemas.is_taggable(spec["Type"]) else {}
        new = Resource(
            name, spec["Type"], "", properties, tags, deletion, replacement, frozenset(needs(spec)) & self.specs.keys()
        )
        if spec["Type"] == STACK:
            self._nest(old, new, done)
        elif old is None:
            self._make(new, None, done)
        elif old.properties == properties and old.tags == tags and not old.status.endswith("FAILED"):
            stack.resources[name] = replace(
                new,
                physical_id=old.physical_id,
                status=old.status,
                at=old.at,
                actual=old.actual,
                missing=old.missing,
                reason=old.reason,
            )
            done(True)
        else:
            self._change(old, new, done)

    def _anew(self, old: Resource, then: Callable[[], None]) -> bool:
        """Take away what never was well, so that it is made anew; false where it is worked on as it is."""
        # "Resources without a last known stable state will be deleted upon the next stack operation":
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
        if old.child and self.world.failed_nest == "continued":
            return False

        def gone(went_well: bool) -> None:
            if went_well:
                old.status, old.physical_id, old.child = "DELETE_COMPLETE", "", None
                then()
            else:
                self._end(old, "UPDATE", "What failed before could not be deleted", lambda _: None)

        Removal(self.world, self.stack, old, old.deletion_policy).begin(gone)
        return True

    def _change(self, old: Resource, new: Resource, done: Done) -> None:
        name = new.logical_id
        another = old.type != new.type or replaces(new.type, old.properties, new.properties)
        denied = things.allowed(self.stack, old, "Replace" if another else "Modify")
        if denied:
            self._end(old, "UPDATE", denied.message, done)
        elif another and self.stack.keeps:
            # https://github.com/aws/aws-cdk/issues/30546
            self._end(old, "UPDATE", "Replacement type updates not supported on stack with disable-rollback.", done)
        elif another:
            chosen = naming.custom_name(new.type, new.properties)
            if chosen and chosen == naming.custom_name(old.type, old.properties):
                text = "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename"
                self._end(old, "UPDATE", f"{text} {chosen} and update the stack again.", done)
                return
            self._make(new, old, done)
        else:
            changed = replace(new, physical_id=old.physical_id, actual=old.actual)
            self.stack.resources[name] = changed
            self.stack.touched.setdefault(name, "updated")
            self.world.event(self.stack, changed, "UPDATE_IN_PROGRESS")
            self._wait("update", changed, done)

    def _make(self, new: Resource, old: Resource | None, done: Done) -> None:
        """Make a thing, in the place of an old one or not."""
        stack, world, name = self.stack, self.world, new.logical_id
        word = "UPDATE" if old else "CREATE"
        stack.resources[name] = new
        reason = "Requested update requires the creation of a new physical resource; hence creating one." if old else ""
        new.physical_id = old.physical_id if old else ""
        world.event(stack, new, f"{word}_IN_PROGRESS", reason)
        if old:
            stack.touched[name] = "replaced"
            stack.doomed.append((old, new.replace_policy))
        else:
            stack.touched.setdefault(name, "created")
        problem = world.orders.broken(stack.place(name), "create")
        physical = naming.physical_id(world.account, stack.name, name, new.type, new.properties)
        new.physical_id = physical
        problem = problem or things.in_the_way(world, new)
        if problem:
            # Nothing was made; what was there before an update still is.
            new.physical_id = ""
            if old:
                stack.doomed.remove((old, new.replace_policy))
                stack.touched[name] = "updated"
                new.physical_id = old.physical_id
            world.timeline.after(3, partial(self._end, new, word, problem, done))
            return
        things.appear(world, new)
        world.timeline.after(
            1, lambda: None if self.stopped else world.event(stack, new, f"{word}_IN_PROGRESS", INITIATED)
        )
        self._wait("create", new, done)

    def _wait(self, action: str, resource: Resource, done: Done) -> None:
        word = "CREATE" if resource.status.startswith("CREATE") else "UPDATE"
        place = self.stack.place(resource.logical_id)
        problem = self.world.orders.broken(place, "update") if word == "UPDATE" else None
        duration = seconds(action, resource.type) + 1
        hang = self.world.orders.hanging(place)
        if hang and not problem:
            duration, problem = hang.gives_up, hang.reason
            hang.began, hang.service_arn = self.world.timeline.now(), resource.physical_id
            tried = resource.properties.get("TaskDefinition")
            mine = (one for one in self.stack.resources.values() if one.physical_id == tried)
            hang.task_definition = next(mine, None)
        self.world.timeline.after(duration, partial(self._end, resource, word, problem, done))

    def _end(self, resource: Resource, word: str, problem: str | None, done: Done) -> None:
        """Note how a resource ended; the first failure ends everything."""
        if self.stopped:
            return
        self.world.event(self.stack, resource, f"{word}_FAILED" if problem else f"{word}_COMPLETE", problem or "")
        if problem:
            self.stack.touched.setdefault(resource.logical_id, "updated" if word == "UPDATE" else "created")
            self._as_before(resource)
            if self.stack.keeps:
                # What does not need it goes on.
                done(False)
            else:
                self._fail()
        else:
            done(True)

    def _nest(self, old: Resource | None, new: Resource, done: Done) -> None:
        """Create or update a nested stack."""
        if old:
            new = replace(new, physical_id=old.physical_id, child=old.child)
        self.stack.resources[new.logical_id] = new
        word = "UPDATE" if old else "CREATE"
        self.stack.touched.setdefault(new.logical_id, "updated" if old else "created")
        ordered = self.world.orders.broken(self.stack.place(new.logical_id), word.lower())
        self.world.event(self.stack, new, f"{word}_IN_PROGRESS")
        if ordered:
            self._end(new, word, ordered, done)
            return

        def told(went_well: bool, reason: str) -> None:
            if went_well or self.stopped:
                self._end(new, word, None, done)
                return
            how = "created" if word == "CREATE" else "updated"
            current = f"Currently in {new.child.status} with reason: " if new.child and how == "updated" else ""
            text = f"Embedded stack {new.physical_id} was not successfully {how}"
            text += f". {current}{reason}" if current else f": {reason}"
            self._end(new, word, text, done)

        try:
            begin_child(self, new, told)
        except Refused as refused:
            self._end(new, word, refused.message, done)
            return
        if word == "CREATE" and not self.stopped:
            self.world.event(self.stack, new, "CREATE_IN_PROGRESS", INITIATED)

    def _fail(self) -> None:
        """Stop, and say what failed."""
        reason = things.failures(self.stack)
        self.stop()
        self._give_up(reason)

    def _give_up(self, reason: str) -> None:
        self.stopped = True
        if self.stack.parent:
            self.world.event(self.stack, None, self._failed_status, reason)
        self.told(False, reason)

    def _finished(self, failed: list[str], waiting: list[str]) -> None:
        """Work out the outputs; what the template no longer has is to go."""
        stack, world = self.stack, self.world
        if failed:
            self._give_up(things.failures(self.stack))
            return
        if waiting:
            self._give_up(f"Circular dependency between resources: [{', '.join(waiting)}]")
            return
        for name in [name for name in stack.resources if name not in self.specs]:
            gone = stack.resources[name]
            denied = things.allowed(stack, gone, "Delete")
            if denied:
                self._end(gone, "UPDATE", denied.message, lambda _: None)
                return
        for name in [name for name in stack.resources if name not in self.specs]:
            gone = stack.resources.pop(name)
            stack.doomed.append(
                (gone, "Delete" if gone.deletion_policy == "RetainExceptOnCreate" else gone.deletion_policy)
            )
        try:
            stack.outputs = outputs(world, stack)
        except Refused as refused:
            self._give_up(refused.message)
            return
        if self.create:
            stack.touched, stack.backup = {}, None
            world.running.pop(stack.id, None)
            world.event(stack, None, "CREATE_COMPLETE")
        elif stack.parent:
            world.event(stack, None, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        self.told(True, "")
