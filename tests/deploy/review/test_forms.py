"""A review as text, Markdown and JSON: the same in each, in its width, and no order to a terminal or a page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.review.machine import machine
from tasktracker_cfn.deploy.review.markdown import code, markdown
from tasktracker_cfn.deploy.review.terminal import terminal
from tasktracker_cfn.deploy.review.values import (
    Counts,
    Decision,
    Drift,
    NamedChange,
    PropertyChange,
    Review,
    Row,
    SecurityChange,
    Subject,
)
from tasktracker_cfn.insight.duration.estimating import Estimate, Part
from tasktracker_cfn.insight.duration.spans import Span

SUBJECT = Subject("shop/dev", "shop-dev", "123456789012", "us-east-1", "UPDATE", "plan-1", place=Place("shop/dev"))
FORCING = PropertyChange("DBSubnetGroupName", "tt-1x", "tt-9k", recreation="Always")
REVIEW = Review(
    SUBJECT,
    "stop",
    Counts(add=1, change=1, replace=1, folded=3),
    (("Data",), ("Service",)),
    (("Data",),),
    (
        Decision(
            "Data/Database",
            "AWS::RDS::DBInstance",
            "data",
            "replaced",
            "ReplaceAndSnapshot",
            "the new one is empty",
            (FORCING,),
            ("Service/Task",),
        ),
    ),
    (
        SecurityChange("+", "network", "Data/Group", "ingress tcp 443 from 0.0.0.0/0", public=True),
        SecurityChange("~", "iam", "Service/Role", "Write (resource)", "a/*", "*"),
    ),
    (
        Row(
            ("Data",),
            "Database",
            "AWS::RDS::DBInstance",
            "Modify",
            replacement="yes",
            properties=(FORCING,),
            holds="data",
        ),
        Row(("Data",), "Topic", "AWS::SNS::Topic", "Add"),
        Row(("Service",), "Task", "AWS::X::Task", "Modify", "follows", "Data/Database"),
        Row(("Service",), "App", "AWS::X::App", "Modify", "unresolved"),
        Row(("Service",), "Scale", "AWS::X::Scale", "Modify", "follows", "Data/Database", certain=False),
    ),
    (NamedChange("Image", "one", "two"),),
    (NamedChange("Host", "a", None, known=False),),
    next="python -m tasktracker_cfn apply plan.json --allow Data/Database",
)
PATH = (
    Part("Data/Database", "made", "AWS::RDS::DBInstance", Span(700, 890, 1200)),
    Part("Service/Task", "made", "AWS::X::Task", Span(60, 120, 240), is_read=False),
)
QUICK = Part("Data/Topic", "made", "AWS::SNS::Topic", Span(2, 4, 8))
TIME = Estimate(Span(780, 960, 1440), PATH, (*PATH, QUICK), {"Data": Span(700, 900, 1210)})
NOW = datetime(2026, 1, 5, tzinfo=UTC)
EVIL = "\x1b[31m|`<img src=x>`[a](http://b)\n@everyone\u202e**"


def _text(review: Review) -> str:
    return terminal(review, width=100, color=False)


def _colored(review: Review) -> str:
    return terminal(review, width=100, color=True)


FORMS = [_text, _colored, markdown, machine]


@pytest.mark.parametrize("form", FORMS)
def test_same_in_each(form: Callable[[Review], str]) -> None:
    """Every form names the decision, the forcing property with its sides, the rule, and the next command."""
    told = form(REVIEW)
    for piece in ("Data/Database", "DBSubnetGroupName", "tt-1x", "tt-9k", "ReplaceAndSnapshot", "0.0.0.0/0"):
        assert piece in told
    assert "--allow Data/Database" in " ".join(told.split())


def test_text() -> None:
    """The text reads as it should."""
    assert (
        _text(REVIEW)
        == """\
shop-dev · us-east-1 · 123456789012 · plan-1
STOP  1 stateful replacement · 1 new public path · 1 new or changed permission
+1 add  ~1 change  ±1 replace  \N{MINUS SIGN}0 remove   in 1 of 2 stacks
Needs a decision
└── ± Data/Database AWS::RDS::DBInstance  REPLACED · holds data · policy ReplaceAndSnapshot
    ├── the new one is empty; at stake: all data in it, and its automated backups
    ├── DBSubnetGroupName  tt-1x → tt-9k   recreates: always
    ├── changes with it: Service/Task
    └── if that is meant: --allow Data/Database
Who may do what, who reaches what
 +  Data/Group    ingress tcp 443 from 0.0.0.0/0  open to anybody
 ~  Service/Role  Write (resource)  a/* → *
Parameters
 ~  Image  one → two
Outputs
 ~  Host  a → known after deployment
Resources
 Data     ±  Database  RDS::DBInstance  replaced
               DBSubnetGroupName  tt-1x → tt-9k
          +  Topic  SNS::Topic
 Service  ~  Task  follows Data/Database
          ·  Scale  may follow Data/Database
          ·  1 unresolved in Service  AWS cannot exclude a change; templates and inputs are
             identical, so nothing changes
next: python -m tasktracker_cfn apply plan.json --allow Data/Database
"""
    )


def test_everything() -> None:
    """With --all every row is told by itself."""
    told = terminal(REVIEW, width=100, color=False, everything=True)
    assert "App  X::App  unresolved, inputs identical" in told
    assert "Scale  X::Scale  may follow Data/Database" in told


@pytest.mark.parametrize("width", [1, 40, 80, 200])
def test_width(width: int) -> None:
    """No line is wider than the terminal, but for the least that can be read, and the command to be copied."""
    *lines, last = terminal(REVIEW, width=width, color=False).splitlines()
    assert max(map(len, lines)) <= max(width, 40)
    assert last == f"next: {REVIEW.next}"


def test_colors() -> None:
    """Only a terminal gets colors."""
    assert "\x1b[" in _colored(REVIEW)
    assert "\x1b" not in _text(REVIEW)


def test_markdown() -> None:
    """A comment has a mark by which it is found again, a table, what needs attention, and the rest folded."""
    told = markdown(REVIEW)
    assert told.startswith("<!-- tasktracker-cfn plan: shop-dev -->\n### 🛑 `shop-dev` — 1 stateful replacement")
    assert "> [!CAUTION]\n> `Data/Database` `AWS::RDS::DBInstance` **replaced** (`ReplaceAndSnapshot`)" in told
    assert "> [!WARNING]\n> new: `Data/Group` `ingress tcp 443 from 0.0.0.0/0`" in told
    assert told.count("<details>") == told.count("</details>") == 4


def test_json() -> None:
    """The JSON has a schema, and the fields of each row."""
    told = json.loads(machine(REVIEW))
    assert (told["schema"], told["verdict"], told["needs_allow"]) == (1, "stop", ["Data/Database"])
    assert [row["label"] for row in told["resources"]] == ["real", "real", "follows", "unresolved", "follows"]
    assert told["cost"] is None


def test_cost_and_time() -> None:
    """What it costs and takes is shown as soon as somebody knows it, as a whole and row by row."""
    known = REVIEW._replace(cost="+18.02 USD a month", time=TIME)
    told = _text(known)
    path = "critical path Data/Database → Service/Task; 1 without a reading)"
    assert f"Cost +18.02 USD a month   Time ~16 min (13–24; {path}" in told.replace("\n", " ")
    lines = [line.split() for line in told.splitlines()]
    assert ["Data", "±", "Database", "RDS::DBInstance", "replaced", "15", "min"] in lines
    assert ["+", "Topic", "SNS::Topic"] in lines
    assert ["Service", "~", "Task", "follows", "Data/Database", "2.0", "min"] in lines
    comment = markdown(known)
    assert "| − remove | cost | time |" in comment
    assert "| `Data` | + | `Topic` | `AWS::SNS::Topic` | | |  |" in comment
    assert "| `Data/Database` |  | 15 min | 12–20 |\n| `Service/Task` |  | 2.0 min | 1–4 |" in comment
    assert comment.count("<details>") == comment.count("</details>")


def test_time_in_json() -> None:
    """The JSON has the time in seconds, of the whole, of the critical path, of stacks and of rows."""
    told = json.loads(machine(REVIEW._replace(time=TIME)))
    assert told["time"]["seconds"] == {"low": 780, "likely": 960, "high": 1440}
    assert [part["address"] for part in told["time"]["critical_path"]] == ["Data/Database", "Service/Task"]
    assert told["time"]["without_reading"] == ["Service/Task"]
    assert told["resources"][0]["seconds"]["likely"] == 890
    assert told["resources"][3]["seconds"] is None
    assert json.loads(machine(REVIEW))["time"] is None


DRIFTS = [
    (Drift((("Data",), ()), 1, 3, NOW, timedelta(days=3)), "drifted: Data, (root) (checked 3 days ago)"),
    (Drift((), 3, 3, NOW, timedelta(minutes=5)), "in sync (checked 5 min ago)"),
    (Drift((), 1, 3, NOW, timedelta(0)), "in sync in 1 of 3 stacks, the rest not checked (checked 0 s ago)"),
    (Drift((), 0, 3), "not checked"),
]


@pytest.mark.parametrize(("drift", "words"), DRIFTS, ids=lambda value: value if isinstance(value, str) else "")
def test_drift(drift: Drift, words: str) -> None:
    """What AWS last found of drift stands in the head; where there is some, with the command that shows it."""
    known = REVIEW._replace(drift=drift)
    (line,) = (line for line in terminal(known, width=200, color=False).splitlines() if line.startswith("Drift "))
    command = "  → python -m tasktracker_cfn drift shop/dev" if drift.drifted else ""
    assert line == f"Drift {words}{command}"
    assert f"`{words}`" in markdown(known)
    assert ("`python -m tasktracker_cfn drift shop/dev`" in markdown(known)) == bool(drift.drifted)
    assert json.loads(machine(known))["drift"]["state"] == drift.state
    assert json.loads(machine(REVIEW))["drift"] is None


def _evil() -> Review:
    row = Row(
        (EVIL,), EVIL, EVIL, "Modify", "follows", EVIL, properties=(PropertyChange(EVIL, EVIL, EVIL),), holds="data"
    )
    named = NamedChange(EVIL, EVIL, EVIL)
    return REVIEW._replace(
        subject=SUBJECT._replace(stack_name=EVIL, change_set=EVIL),
        stacks=((EVIL,),),
        decisions=(REVIEW.decisions[0]._replace(address=EVIL, type=EVIL, dependents=(EVIL,), forcing=row.properties),),
        security=(SecurityChange("~", "iam", EVIL, EVIL, EVIL, EVIL, public=True),),
        rows=(row, row._replace(label="real")),
        parameters=(named,),
        outputs=(named,),
        tags=(named,),
        notes=(EVIL,),
        time=TIME._replace(path=(PATH[0]._replace(address=EVIL),)),
        drift=Drift(((EVIL,),), 0, 1),
        next=EVIL,
    )


@pytest.mark.parametrize("everything", [False, True])
def test_evil_text(everything: bool) -> None:
    """What AWS or a template says gives a terminal no orders."""
    told = terminal(_evil(), width=100, color=False, everything=everything)
    assert all(character.isprintable() or character == "\n" for character in told)
    assert "\x1b" not in told


@pytest.mark.parametrize("everything", [False, True])
def test_evil_markdown(everything: bool) -> None:
    """What AWS or a template says is no markup, no link, and calls nobody."""
    told = markdown(_evil(), everything=everything)
    assert "<img" not in told
    assert "@everyone" not in told
    assert "](" not in told
    assert "\x1b" not in told
    assert machine(_evil()).isascii()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a/*", "`a/*`"),
        ("a|b", "<code>a&#124;b</code>"),
        ("`", "<code>&#96;</code>"),
        (" a", "<code> a</code>"),
        ("", "<code></code>"),
    ],
)
def test_code(text: str, expected: str) -> None:
    """A text is code in whichever way it can be."""
    assert code(text) == expected


def test_long_comment() -> None:
    """A comment that would be too long is cut where it may be, and says so."""
    told = markdown(REVIEW._replace(rows=REVIEW.rows * 2_000), everything=True)
    assert len(told) < 65_000
    assert told.count("<details>") == told.count("</details>")
    assert "Longer than a comment may be" in told
