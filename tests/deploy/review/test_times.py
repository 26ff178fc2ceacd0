"""How long something takes, in words."""

import pytest

from tasktracker_cfn.deploy.review.times import around, explained, likely, main_path, minutes, times
from tasktracker_cfn.insight.duration.estimating import Estimate, Part
from tasktracker_cfn.insight.duration.spans import NOTHING, Span


def part(address: str, seconds: float, *, is_read: bool = True) -> Part:
    """Give a part that takes so long."""
    return Part(address, "made", "AWS::X::Y", Span(seconds / 2, seconds, seconds * 2), is_read)


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(780, 960, 1440), "~16 min 13-24"),
        (Span(100, 189, 540), "~3 min 2-9"),
        (Span(20, 120, 240), "~2 min <1-4"),
        (Span(8, 44, 300), "~40 s 8-300"),
        (Span(0, 2, 4), "~2 s 1-4"),
        (Span(3600, 9000, 20_000), "~2.5 h 1.0-5.6"),
        (NOTHING, "~1 s 1-1"),
    ],
)
def test_lengths(span: Span, expected: str) -> None:
    """A length is told in the unit in which a person would, and its ends in the same."""
    assert f"{likely(span)} {around(span)}" == expected.replace("-", "\N{EN DASH}").replace("~", "~")


@pytest.mark.parametrize(
    ("seconds", "expected"), [(29, ""), (30, "0.5 min"), (175, "2.9 min"), (590, "9.8 min"), (597, "10 min")]
)
def test_minutes(seconds: float, expected: str) -> None:
    """A row has minutes where they are worth a number."""
    assert minutes(seconds) == expected


def test_main_path() -> None:
    """Of the critical path the longest few are named, in the order in which they happen, and nothing that is short."""
    path = tuple(part(name, seconds) for name, seconds in zip("abcdefg", (60, 300, 5, 90, 200, 49, 70), strict=True))
    estimate = Estimate(Span(300, 1000, 2000), path, path, {})
    assert [one.address for one in main_path(estimate)] == ["b", "d", "e", "g"]
    short = estimate._replace(whole=Span(1, 10_000, 2))
    assert main_path(short) == ()
    assert explained(short).endswith("1.0)") is False


@pytest.mark.parametrize(
    ("path", "others", "told"),
    [
        ((part("a", 100, is_read=False),), (part("b", 1),) * 99, 1),
        ((part("a", 100),), (part("b", 1, is_read=False),), 1),
        ((part("a", 100),), (*((part("b", 1),) * 99), part("c", 1, is_read=False)), 0),
    ],
)
def test_unread(path: tuple[Part, ...], others: tuple[Part, ...], told: int) -> None:
    """What nobody has read is told when everything waits for it, or when there is much of it."""
    found = explained(Estimate(path[0].span, path, (*path, *others), {}))
    assert (f"; {told} without a reading)" in found) == bool(told)


def test_path_of_what_goes() -> None:
    """What is replaced is waited for twice, and the path tells the second time as what goes; so of what only goes."""
    made, gone = part("a", 600), part("a", 300)._replace(phase="gone")
    path = (made, part("b", 600), gone, gone._replace(address="c"))
    assert "critical path a → b → a (old one deleted) → c (deleted))" in explained(Estimate(NOTHING, path, path, {}))


def test_replaced() -> None:
    """Of what is replaced the row tells how long the new one takes, and of what only goes how long that takes."""
    gone = part("a", 30)._replace(phase="gone")
    found = times(Estimate(NOTHING, (), (part("a", 600), gone, gone._replace(address="b")), {"Data": Span(1, 90, 120)}))
    assert (found.of(["a"]), found.of(["b"]), found.of(["a", "b"]), found.of(["c"])) == (
        "10 min", "0.5 min", "10 min", ""
    )  # fmt: skip
    assert (found.of_stack(("Data",), ()), found.of_stack((), ())) == ("1.5 min", "")
    assert times(None).of(["a"]) == ""
