"""The longest way through things that wait for each other."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from tasktracker_cfn.insight.duration.spans import Span, slowest

Key = TypeVar("Key", bound=Hashable)


class Step(NamedTuple, Generic[Key]):
    """One thing: how long it takes from when everything is there that it waits for."""

    span: Span
    needs: Sequence[Key] = ()


def ends(steps: Mapping[Key, Step[Key]]) -> dict[Key, Span]:
    """Give when each is done; what is needed and is not there takes nothing, and of a circle one link is left out."""
    done: dict[Key, Span] = {}
    begun: set[Key] = set()
    waiting = list(steps)
    while waiting:
        key = waiting[-1]
        needs = [need for need in steps[key].needs if need in steps]
        is_new = key not in begun
        begun.add(key)
        left = [need for need in needs if need not in begun]
        if is_new and left:
            waiting.extend(left)
            continue
        waiting.pop()
        if key not in done:
            done[key] = slowest(done[need] for need in needs if need in done).then(steps[key].span)
    return done


def way_to(steps: Mapping[Key, Step[Key]], done: Mapping[Key, Span], last: Key) -> tuple[Key, ...]:
    """Give what the last one waits for from the beginning, itself included: the likely longest way."""
    # A mapping keeps the order, and tells quickly what is in it.
    way = {last: None}
    key = last
    while needs := [need for need in steps[key].needs if need in steps and need not in way]:
        # Of two that end together the first as it is written, so that it is the same in every run.
        key = max(needs, key=lambda need: done[need].likely)
        way[key] = None
    return tuple(reversed(way))
