"""What happens is shown: lines for a pipe, a tree for a terminal."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from rich.console import Console

from tasktracker_cfn.cli.progress_lines import ProgressLines
from tasktracker_cfn.cli.progress_tree import ProgressTree, tree
from tasktracker_cfn.deploy.apply.progress import Placed, Progress, Row, moment_order, of_about
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.plan.expected import NOT_KNOWN, Expected

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DATABASE = "AWS::RDS::DBInstance"
NOTE = "3 tasks stopped, last: password is canary"
ROWS = (
    Row("Data", STACK_TYPE, "CREATE_IN_PROGRESS", NOW),
    Row("Data/Database", DATABASE, "CREATE_IN_PROGRESS", NOW + timedelta(seconds=5)),
    Row("Data/Deep", STACK_TYPE, "CREATE_COMPLETE", NOW),
    Row("Data/Deep/Store", "AWS::S3::Bucket", "CREATE_COMPLETE", NOW),
    Row("Service", STACK_TYPE, "CREATE_IN_PROGRESS", NOW),
    Row("Service/Service", "AWS::ECS::Service", "CREATE_IN_PROGRESS", NOW, None, "CONFIGURATION_COMPLETE"),
)


def progress(seconds: int) -> Progress:
    """Give how far it is after some seconds."""
    notes = {"Service/Service": NOTE}
    expected = Expected(960, {"Data/Database": 480, "Data": 540, "Service": 40}, {"Service/Service": 5})
    return Progress(ROWS, "CREATE_IN_PROGRESS", NOW, NOW + timedelta(seconds=seconds), notes, expected)


def item(status: str, reason: str = "") -> Placed:
    """Give an event of the database."""
    event = Event(status, "arn:data", "shop-Data", NOW, "Database", DATABASE, status, "db", reason)
    return Placed("Data/Database", event)


def of_stack(status: str, reason: str = "", *, own: bool = False) -> Placed:
    """Give an event of a nested stack: its own, or its parent's about it."""
    stack = "arn:data" if own else "arn:root"
    return Placed("Data", Event(status + reason, stack, "shop", NOW, "Data", STACK_TYPE, status, "arn:data", reason))


def test_echoes(capsys: pytest.CaptureFixture[str]) -> None:
    """That a nested stack failed is no line of its own when its parent only repeats it; another reason is one."""
    view = ProgressLines("shop")
    echo = of_stack("CREATE_FAILED", "Embedded stack arn:data was not successfully created: [Database].")
    view.seen([item("CREATE_FAILED", "no room"), echo, of_stack("CREATE_FAILED", "Not allowed")], progress(10))
    told = capsys.readouterr().out.splitlines()
    assert [line.partition("CREATE_FAILED  ")[2] for line in told] == ["no room", "Not allowed"]


def test_one_moment() -> None:
    """Of one moment, what is in a stack is told before that this is done, and nothing else changes its place."""
    done, within, begun = of_stack("CREATE_COMPLETE", own=True), item("CREATE_COMPLETE"), of_stack("CREATE_IN_PROGRESS")
    root = Placed("", done.event)
    assert sorted([begun, root, done, within], key=moment_order) == [begun, within, done, root]


def test_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """A line when something changes; after a minute without, one that says what is waited for; secrets are masked."""
    view = ProgressLines("shop", lambda said: said.replace("canary", "****"))
    view.seen([item("CREATE_IN_PROGRESS"), item("CREATE_IN_PROGRESS", "Initiated")], progress(10))
    view.seen([], progress(50))
    view.seen([], progress(75))
    view.seen([], progress(80))
    view.seen([item("CREATE_FAILED", "no \x1b[2J\nroom")], progress(90))
    waiting = (
        "          1m 15s of about 16m: waiting for "
        "Service/Service (1m 15s, configured, waiting; 3 tasks stopped, last: password is ****), "
        "Data/Database (1m 10s of about 8m)"
    )
    assert capsys.readouterr().out.splitlines() == [
        "09:00:00  Data/Database  AWS::RDS::DBInstance  CREATE_IN_PROGRESS",
        waiting,
        "09:00:00  Data/Database  AWS::RDS::DBInstance  CREATE_FAILED  no \\x1b[2J\\nroom",
    ]


def test_tree() -> None:
    """Each stack has a count, and below it stands what is under way, not what is done."""
    assert [text.plain for text in tree(progress(75), "shop")] == [
        "shop  CREATE_IN_PROGRESS  1/3  1m 15s of about 16m",
        "  Data  CREATE_IN_PROGRESS  0/1  1m 15s of about 9m",
        "    … Data/Database (1m 10s of about 8m)  AWS::RDS::DBInstance",
        "    Data/Deep  CREATE_COMPLETE  1/1",
        "  Service  CREATE_IN_PROGRESS  0/1  1m 15s of about 40s",
        f"    … Service/Service (1m 15s, configured, waiting; {NOTE})  AWS::ECS::Service",
    ]


def test_tree_on_a_terminal() -> None:
    """On a terminal the tree goes away at the end, what failed stays, and no secret is shown."""
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=150, highlight=False)
    view = ProgressTree("shop", lambda said: said.replace("canary", "****"), console)
    view.seen([item("CREATE_FAILED", "no canary")], progress(75))
    view.close()
    assert "Data/Database  AWS::RDS::DBInstance  CREATE_FAILED  no ****" in screen.getvalue()
    assert "canary" not in screen.getvalue()


@pytest.mark.parametrize(
    ("status", "row", "whole", "own"),
    [
        ("CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "1m 30s of about 16m", "1m 25s of about 8m"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "DELETE_IN_PROGRESS", "1m 30s of about 16m", "1m 25s of about 3h 01m"),
        ("ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS", "1m 30s", "1m 25s"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", "UPDATE_IN_PROGRESS", "1m 30s", "1m 25s"),
    ],
)
def test_expected(status: str, row: str, whole: str, own: str) -> None:
    """What is made and what goes has each its own length, and of what is undone nobody knows one."""
    expected = Expected(960, {"Data/Database": 480}, {"Data/Database": 10_860})
    at_it = ROWS[1]._replace(status=row)
    found = Progress((at_it,), status, NOW, NOW + timedelta(seconds=90), {}, expected)
    assert (found.passed, found.at_it(at_it)) == (whole, own)


def test_not_expected() -> None:
    """Where nothing is known only the time is told that has passed, and nothing is called shorter than ten seconds."""
    found = progress(75)
    assert found.at_it(ROWS[4]._replace(address="Other")) == "1m 15s"
    assert found._replace(expected=NOT_KNOWN).passed == "1m 15s"
    assert of_about(timedelta(seconds=4), timedelta(seconds=2)) == "4s of about 10s"
