"""What waits for what while a nest is deployed.

Within a stack a resource waits for everything that it mentions or depends on. A nested stack begins when everything is
there that it mentions in its parent, and whoever mentions it waits until all in it is done: for one output of it they
wait for a whole stack. What is replaced or removed goes at the end, when everything else is done in the whole nest, and
in reverse: first what mentions it. https://repost.aws/knowledge-center/cloudformation-stack-cleanup-stuck
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from tasktracker_cfn.insight.duration.longest import Step
from tasktracker_cfn.insight.duration.readings import STACK
from tasktracker_cfn.insight.duration.spans import NOTHING
from tasktracker_cfn.insight.duration.taking import Change, Taken
from tasktracker_cfn.model.order import Needs
from tasktracker_cfn.model.stacks import STACK_TYPE, StackPath


class Place(NamedTuple):
    """One thing that happens: a stack begins or is done, a resource is made or goes, or all of a stack that goes."""

    kind: Literal["begins", "made", "done", "goes", "going", "gone"]
    stack: StackPath
    logical_id: str = ""


class Costly(NamedTuple):
    """A change, and how long it takes in each of the two phases."""

    change: Change
    making: Taken
    leaving: Taken


WHOLE = Place("gone", ())


@dataclass(frozen=True)
class Steps:
    """The steps of a deployment: `needs` is who needs whom in each stack of the templates."""

    needs: Mapping[StackPath, Needs]
    changes: Sequence[Costly]

    def all(self) -> dict[Place, Step[Place]]:
        """Give every step; the last is `WHOLE`."""
        found: dict[Place, Step[Place]] = {}
        for path in self._stacks:
            found.update(self._making(path))
        for path in self._leaving:
            found.update(self._going(path))
        last = [Place("done", ()), *(place for place in found if place.kind == "goes")]
        return {**found, WHOLE: Step(NOTHING, last)}

    @cached_property
    def _by_stack(self) -> Mapping[StackPath, Mapping[str, Costly]]:
        found: dict[StackPath, dict[str, Costly]] = {}
        for costly in self.changes:
            found.setdefault(costly.change.stack, {})[costly.change.logical_id] = costly
        return found

    @cached_property
    def _stacks(self) -> Mapping[StackPath, tuple[StackPath, ...]]:
        """Give the stacks in which something is made, and those around them, each with those in it."""
        paths = {
            costly.change.stack[:depth]
            for costly in self.changes
            if costly.change.action != "delete"
            for depth in range(len(costly.change.stack) + 1)
        }
        ordered = sorted({(), *paths})
        return {path: tuple(one for one in ordered if one and one[:-1] == path) for path in ordered}

    def _making(self, path: StackPath) -> Iterator[tuple[Place, Step[Place]]]:
        needs = self.needs.get(path, {})
        costly = {name: one for name, one in self._by_stack.get(path, {}).items() if one.change.action != "delete"}
        begins = Place("begins", path)
        before = self._needed(path[:-1], path[-1]) if path else ()
        yield begins, Step(NOTHING, before)
        nested = {one[-1] for one in self._stacks[path]}
        # What no template names, such as what a macro has added, waits for nothing that is known.
        names = [name for name in (*needs, *(name for name in costly if name not in needs)) if name not in nested]
        for name in names:
            span = costly[name].making.span if name in costly else NOTHING
            yield Place("made", path, name), Step(span, (begins, *self._needed(path, name)))
        ends = (*(Place("made", path, name) for name in names), *(Place("done", one) for one in self._stacks[path]))
        yield Place("done", path), Step(STACK if path else NOTHING, (begins, *ends))

    def _needed(self, path: StackPath, name: str) -> tuple[Place, ...]:
        """Give what a resource, or a nested stack, waits for in its stack."""
        begins = (Place("begins", path),)
        return begins + tuple(self._end(path, need) for need in sorted(self.needs.get(path, {}).get(name, ())))

    def _end(self, path: StackPath, name: str) -> Place:
        inner = (*path, name)
        return Place("done", inner) if inner in self._stacks else Place("made", path, name)

    @cached_property
    def _leaving(self) -> Mapping[StackPath, Mapping[str, Costly]]:
        """Give what goes, by stack; of a nested stack that goes what is in it goes, so itself takes nothing."""
        return {
            path: {name: costly for name, costly in found.items() if costly.change.leaves}
            for path, found in self._by_stack.items()
        }

    def _going(self, path: StackPath) -> Iterator[tuple[Place, Step[Place]]]:
        begins = Place("going", path)
        whole = self._leaving.get(path[:-1], {}).get(path[-1]) if path else None
        after = self._after(path[:-1], path[-1]) if whole else (Place("done", ()),)
        yield begins, Step(NOTHING, after)
        for name, costly in self._leaving[path].items():
            inner = self._leaving.get((*path, name)) if costly.change.type == STACK_TYPE else None
            span = costly.leaving.span if inner is None else NOTHING
            within = [Place("goes", (*path, name), other) for other in inner or ()]
            yield Place("goes", path, name), Step(span, (begins, *self._after(path, name), *within))

    def _after(self, path: StackPath, name: str) -> tuple[Place, ...]:
        """Give what goes before: everything that needs it."""
        needs = self.needs.get(path, {})
        before = (
            Place("goes", path, other)
            for other, costly in self._leaving.get(path, {}).items()
            if other != name and name in (costly.change.needs or needs.get(other, frozenset()))
        )
        return (Place("going", path), *before)
