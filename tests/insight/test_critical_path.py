"""The longest way through a nest, against every way that there is."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from hypothesis import given
from hypothesis import strategies as some

from tasktracker_cfn.insight.duration.longest import Step, ends, way_to
from tasktracker_cfn.insight.duration.readings import STACK
from tasktracker_cfn.insight.duration.spans import NOTHING, Span, exactly
from tasktracker_cfn.insight.duration.steps import WHOLE, Costly, Place, Steps
from tasktracker_cfn.insight.duration.taking import Action, Change, Taken
from tasktracker_cfn.model.order import Needs
from tasktracker_cfn.model.stacks import StackPath
from tests.hypothesis_profile import DETERMINISTIC

Nested = Mapping[StackPath, Needs]
PATHS: tuple[StackPath, ...] = ((), ("A",), ("B",), ("A", "C"))
SPANS = some.tuples(*[some.integers(0, 9)] * 3).map(lambda ends: Span(*sorted(ends)))
ACTIONS: some.SearchStrategy[Action] = some.sampled_from(["create", "update", "replace", "delete"])


class Drawn(NamedTuple):
    """A nest, by who needs whom in each stack, and what changes in it."""

    needs: Nested
    changes: tuple[Costly, ...]


@some.composite
def nests(draw: some.DrawFn) -> Drawn:
    """Draw a nest of one to four stacks in which nothing waits for itself, and changes of some of its resources."""
    paths = [path for path in PATHS if not path or draw(some.booleans())]
    paths = [path for path in paths if path[:-1] in paths or not path]
    needs: dict[StackPath, Needs] = {}
    changes: list[Costly] = []
    for path in paths:
        names = [f"R{number}" for number in range(draw(some.integers(0, 3)))]
        names += [one[-1] for one in paths if one and one[:-1] == path]
        order = draw(some.permutations(names))
        needs[path] = {
            name: frozenset(draw(some.sets(some.sampled_from(order[:place]))) if place else ())
            for place, name in enumerate(order)
        }
        for name in [name for name in order if name.startswith("R") and draw(some.booleans())]:
            policy: Literal["Delete", "Retain"] = draw(some.sampled_from(["Delete", "Retain"]))
            change = Change(path, name, "AWS::X::Y", draw(ACTIONS), policy)
            changes.append(Costly(change, Taken(draw(SPANS)), Taken(draw(SPANS))))
    return Drawn(needs, tuple(changes))


class Atom(NamedTuple):
    """One thing that takes time."""

    is_leaving: bool
    stack: StackPath
    name: str
    span: Span


def atoms(drawn: Drawn) -> list[Atom]:
    """Give all that takes time."""
    found = []
    for change, making, leaving in drawn.changes:
        if change.action != "delete":
            found.append(Atom(False, change.stack, change.logical_id, making.span))
        if change.leaves:
            found.append(Atom(True, change.stack, change.logical_id, leaving.span))
    return found


def is_needed(needs: Needs, later: str, earlier: str) -> bool:
    """Tell whether one waits for the other, directly or over others."""
    return any(name == earlier or is_needed(needs, name, earlier) for name in needs[later])


def overhead(stack: StackPath, until: int) -> Span:
    """Give what it takes until the stacks around a thing are seen to be done, down to a depth."""
    return STACK.times(len(stack) - until)


def gap(needs: Nested, first: Atom, then: Atom) -> Span | None:
    """Give what passes between two things of which one waits for the other; None when it does not."""
    if first.is_leaving != then.is_leaving:
        return overhead(first.stack, 0) if then.is_leaving else None
    if then.is_leaving:
        return NOTHING if first.stack == then.stack and then.name in needs[first.stack][first.name] else None
    one, other = (*first.stack, first.name), (*then.stack, then.name)
    depth = next((depth for depth, names in enumerate(zip(one, other, strict=False)) if len(set(names)) > 1), None)
    if depth is None or not is_needed(needs[one[:depth]], other[depth], one[depth]):
        return None
    return overhead(first.stack, depth)


def ways(drawn: Drawn, so_far: Span, last: Atom) -> Iterator[Span]:
    """Give how long every way takes that goes on from a thing, until all is done."""
    yield so_far if last.is_leaving else so_far.then(overhead(last.stack, 0))
    for atom in atoms(drawn):
        between = gap(drawn.needs, last, atom)
        if between is not None:
            yield from ways(drawn, so_far.then(between).then(atom.span), atom)


@given(nests())
@DETERMINISTIC
def test_against_every_way(drawn: Drawn) -> None:
    """The whole takes as long as the longest of all ways through the nest, at its best, likely and at its worst."""
    steps = Steps(drawn.needs, drawn.changes).all()
    every = [way for atom in atoms(drawn) for way in ways(drawn, atom.span, atom)] or [NOTHING]
    assert ends(steps)[WHOLE] == tuple(max(end) for end in zip(*every, strict=True))


@given(nests())
@DETERMINISTIC
def test_names_on_the_way(drawn: Drawn) -> None:
    """What is on the critical path follows each other without a break, and adds up to the whole."""
    steps = Steps(drawn.needs, drawn.changes).all()
    done = ends(steps)
    way = way_to(steps, done, WHOLE)
    assert sum(steps[place].span.likely for place in way) == done[WHOLE].likely
    assert all(before in steps[after].needs for before, after in pairwise(way))


def costly(stack: StackPath, name: str, action: str, seconds: float, **more: object) -> Costly:
    """Give a change that takes so long in either phase."""
    change = Change(stack, name, str(more.pop("type", "AWS::X::Y")), action, **more)  # type: ignore[arg-type] # as the tests write it
    return Costly(change, Taken(exactly(seconds)), Taken(exactly(seconds)))


def whole(needs: Nested, *changes: Costly) -> float:
    """Give how long some changes likely take."""
    return ends(Steps(needs, changes).all())[WHOLE].likely


def test_barrier() -> None:
    """A sibling waits for the whole stack of which it reads one output, also for what it does not need."""
    needs: Nested = {
        (): {"Data": frozenset(), "Service": frozenset({"Data"})},
        ("Data",): {"Slow": frozenset(), "Quick": frozenset()},
        ("Service",): {"App": frozenset()},
    }
    changes = [costly(("Data",), "Slow", "create", 600), costly(("Data",), "Quick", "create", 1)]
    assert whole(needs, *changes, costly(("Service",), "App", "create", 100)) == 600 + 100 + 2 * STACK.likely


def test_nothing_of_a_stack() -> None:
    """A stack in which nothing changes keeps nobody waiting, but for the order that it is part of."""
    needs: Nested = {
        (): {"First": frozenset(), "Data": frozenset({"First"}), "Last": frozenset({"Data"})},
        ("Data",): {"Slow": frozenset()},
    }
    assert whole(needs, costly((), "First", "create", 10), costly((), "Last", "create", 10)) == 20


def test_removed_stack() -> None:
    """A nested stack goes at the end, with what is in it in reverse, and before the stack that it read from."""
    needs: Nested = {(): {"Data": frozenset(), "New": frozenset()}, ("Data",): {"Kept": frozenset()}}
    stack = "AWS::CloudFormation::Stack"
    changes = [
        costly((), "New", "create", 7),
        costly((), "Old", "delete", 99, type=stack, needs=frozenset({"Older"})),
        costly((), "Older", "delete", 99, type=stack),
        costly(("Old",), "App", "delete", 100, needs=frozenset({"Role"})),
        costly(("Old",), "Role", "delete", 10),
        costly(("Older",), "Store", "delete", 50),
        costly(("Data",), "Gone", "delete", 30),
    ]
    assert whole(needs, *changes) == 7 + 100 + 10 + 50
    kept = [change._replace(change=change.change._replace(policy="Retain")) for change in changes]
    assert whole(needs, *kept) == 7


def test_unknown_stack() -> None:
    """A stack that no template names, as a macro makes them, is part of the stack around it."""
    needs: Nested = {(): {"Data": frozenset()}, ("Data",): {"Database": frozenset()}}
    found = whole(
        needs, costly(("Data",), "Database", "create", 10), costly(("Data", "Made"), "Function", "create", 90)
    )
    assert found == 90 + 2 * STACK.likely


def test_circle() -> None:
    """Things that wait for each other, which no template may have, come to an end all the same."""
    steps = {"a": Step(exactly(1), ("b",)), "b": Step(exactly(2), ("a", "gone")), "c": Step(exactly(4), ("a", "c"))}
    done = ends(steps)
    assert done["c"].likely >= 5
    assert way_to(steps, done, "c")[-1] == "c"


def test_long_chain() -> None:
    """A chain as long as a nest may be is no matter of depth."""
    steps = {number: Step(exactly(1), (number - 1,)) for number in range(5_000)}
    assert ends(dict(reversed(steps.items())))[4_999] == exactly(5_000)


def test_places() -> None:
    """Every stack that is touched has a beginning and an end of its own."""
    steps = Steps({(): {"A": frozenset()}, ("A",): {"R": frozenset()}}, [costly(("A",), "R", "create", 1)]).all()
    assert Place("begins", ("A",)) in steps
    assert Place("done", ("A",)) in steps
