"""Events of a stack, over values: where operations begin, and what only repeats others."""

from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.standing.happening import (
    Happening,
    Mark,
    began,
    deleting_since,
    outcome,
    rolling_back_since,
)
from tasktracker_cfn.deploy.telling.events import document, failures, line, lines
from tests.deploy.trees import later, stack


def own(minutes: int, status: str) -> Event:
    """Give an event of the stack itself."""
    return Event(f"e{minutes}", "id", "shop", later(minutes), "shop", STACK_TYPE, status, "id")


def of(minutes: int, name: str, status: str, reason: str | None = None, kind: str = "AWS::SNS::Topic") -> Happening:
    """Give an event of a resource."""
    return Happening(
        ("Data",), Event(f"{name}{minutes}", "id", "shop-Data", later(minutes), name, kind, status, "p", reason)
    )


HISTORY = [
    own(9, "DELETE_FAILED"),
    own(8, "DELETE_IN_PROGRESS"),
    own(7, "DELETE_FAILED"),
    own(6, "DELETE_IN_PROGRESS"),
    own(5, "UPDATE_ROLLBACK_COMPLETE"),
    own(4, "UPDATE_ROLLBACK_IN_PROGRESS"),
    own(3, "UPDATE_ROLLBACK_FAILED"),
    own(2, "UPDATE_ROLLBACK_IN_PROGRESS"),
    own(1, "UPDATE_IN_PROGRESS"),
    own(0, "CREATE_COMPLETE"),
]


def test_where_the_last_operation_began() -> None:
    """The last operation begins with the newest event of a beginning; where there is none, nothing ever began."""
    mark = began(iter(HISTORY))
    assert mark is not None
    assert mark.time == later(8)
    assert began(iter([own(1, "REVIEW_IN_PROGRESS")])) is None


def test_a_stack_that_deletes_itself() -> None:
    """A delete that goes with a creation that failed belongs to it; one that somebody asked for does not."""
    history = [
        own(3, "DELETE_COMPLETE"),
        own(2, "DELETE_IN_PROGRESS"),
        own(1, "CREATE_FAILED"),
        own(0, "CREATE_IN_PROGRESS"),
    ]
    by_itself = [event._replace(token="apply-1") for event in history]
    assert began(by_itself) == Mark(later(0))
    assert began([event._replace(operation_id="1") for event in history]) == Mark(later(0))
    asked_for = [event._replace(token="destroy-1" if "DELETE" in event.status else "apply-1") for event in history]
    assert began(asked_for) == Mark(later(2))
    assert began(history) == Mark(later(2))
    gone = stack(status="DELETE_COMPLETE")
    assert outcome(gone, [Happening((), event) for event in by_itself]) is False
    assert outcome(gone, [Happening((), event) for event in by_itself[:2]]) is True


def test_where_the_last_deletes_began() -> None:
    """A delete that was made again after a failure counts from the first one; before it, no delete counts."""
    mark = deleting_since(iter(HISTORY))
    assert mark is not None
    assert mark.time == later(6)
    assert deleting_since(iter(HISTORY[4:])) is None


def test_where_the_rollback_began() -> None:
    """A rollback that failed and was gone on with counts from its first beginning."""
    assert rolling_back_since(iter(HISTORY[5:])) == later(2)
    assert rolling_back_since(iter(HISTORY[8:])) is None


def test_failures_that_follow_are_left_out() -> None:
    """Cancelled resources and nested stacks that fail because of what is in them are no causes."""
    cause = of(1, "Queue", "CREATE_FAILED", "no such thing")
    following = [
        of(2, "Other", "CREATE_FAILED", "Resource creation cancelled"),
        of(3, "Data", "CREATE_FAILED", "Embedded stack x was not successfully created", STACK_TYPE),
    ]
    assert failures([of(0, "Fine", "CREATE_COMPLETE"), cause, *following]) == [cause]
    assert failures(following) == following


def test_echoes_are_not_printed() -> None:
    """What a parent says of its nested stack is printed only when it failed with a reason of its own."""
    echo = of(1, "Data", "CREATE_IN_PROGRESS", kind=STACK_TYPE)
    real = of(2, "Data", "CREATE_FAILED", "S3 error: Access Denied", STACK_TYPE)
    assert list(lines([echo, real])) == ["2026-01-05 (times are UTC)", line(real)]


def test_lines_hide_orders_to_terminals() -> None:
    """A reason is printed on one line; the document has it as it was said."""
    bad = of(1, "Queue", "CREATE_FAILED", "cannot reach\n\x1b[2Jnow")
    assert "\n" not in line(bad)
    assert "\x1b" not in line(bad)
    assert document(bad)["reason"] == "cannot reach\n\x1b[2Jnow"
