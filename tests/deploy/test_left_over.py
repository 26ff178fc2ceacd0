"""What a plan leaves behind when it is killed: the next one cleans it up, and nothing of anybody else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetSummary
from tasktracker_cfn.deploy.plan.preparing import is_left_over
from tasktracker_cfn.errors import AwsError
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.deploy import plans as small
from tests.deploy.planned_nest import CANARY, STACK, execute, nest, plan, ready, waiting
from tests.deploy.test_surviving import Killed, Mortal

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
MINE = "aaaaaaaabbbbcccc"


def change_set(name: str, hours: float = 1, status: str = "CREATE_COMPLETE", execution: str = "AVAILABLE") -> bool:
    """Tell whether a change set is nobody's."""
    created = NOW - timedelta(hours=hours)
    return is_left_over(ChangeSetSummary("arn", name, "stack", status, execution, None, created), (MINE,), NOW)


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (change_set("plan-20260105-110000-0123456789ab", 500), False),
        (change_set("look-20260105-110000-0123456789ab", 1), False),
        (change_set("look-20260105-110000-0123456789ab", 3), True),
        (change_set("plan-20260105-110000-0123456789ab", 1, "FAILED", "UNAVAILABLE"), False),
        (change_set("plan-20260105-110000-0123456789ab", 3, "FAILED", "UNAVAILABLE"), True),
        (change_set("plan-20260105-110000-0123456789ab", 0, execution="OBSOLETE"), True),
        (change_set(f"plan-20260105-110000-{MINE[:12]}", 0), True),
        (change_set(f"plan-20260105-110000-{MINE[:12]}", 0, execution="EXECUTE_IN_PROGRESS"), False),
        (change_set(f"look-20260105-110000-{MINE[:12]}", 9, execution="EXECUTE_COMPLETE"), False),
        (change_set("by-hand", 500, "FAILED", "UNAVAILABLE"), False),
        (change_set(f"by-hand-{MINE[:12]}", 500, execution="OBSOLETE"), False),
    ],
)
def test_whose_it_is(left: bool, expected: bool) -> None:
    """Only this program's are nobody's: those of this run's forerunners, obsolete ones, and old ones of no plan."""
    assert left is expected


def test_killed_at_every_step(aws: Fake, tmp_path: Path) -> None:
    """Killed at any call, a plan that is made again has one change set, and that of somebody else is still there."""
    ready(aws)
    execute(aws, plan(aws, small.nest(tmp_path / "first", None, small.SMALL)))
    root = small.nest(tmp_path / "second", small.NEW_STORE, small.SMALL)
    theirs = plan(aws, root, {}).plan
    assert theirs
    unfinished: list[str] = []
    mine = None
    for last in range(1, 200):
        unfinished.append(f"{last:04}abcdefghijkl")
        try:
            mine = plan(
                aws,
                root,
                {},
                gateway=Mortal(aws, last, after=True),
                token=unfinished[-1],
                unfinished=tuple(unfinished[:-1]),
            )
        except Killed:
            assert len(waiting(aws)) <= 2
            continue
        break
    assert last > 15
    assert mine
    assert mine.plan
    assert sorted(waiting(aws)) == sorted([theirs.change_set, mine.plan.change_set])
    assert mine.review.needs_allow == ("Data/Deep/Store",)


def test_killed_first_look(aws: Fake, tmp_path: Path) -> None:
    """A first look that was killed leaves a shell of a stack, which the next look takes with it when it is old."""
    ready(aws)
    root = nest(tmp_path)
    with pytest.raises(Killed):
        plan(aws, root, gateway=Mortal(aws, 22, after=True), keeps=False)
    assert (aws.stack(STACK).status, len(waiting(aws))) == ("REVIEW_IN_PROGRESS", 1)
    aws.clock.sleep(3 * 3600)
    found = plan(aws, root, keeps=False)
    assert found.plan
    assert waiting(aws) == [found.plan.change_set]


def test_what_fails_halfway_leaves_nothing(aws: Fake, tmp_path: Path) -> None:
    """A plan that AWS refuses to have read deletes its change set, and the stack that was made for it."""
    ready(aws)
    aws.fault("GetTemplate", "AccessDenied", times=9)
    with pytest.raises(AwsError, match="GetTemplate"):
        plan(aws, nest(tmp_path))
    aws.settle()
    assert not [one for one in aws.world.stacks if one.alive and one.name.startswith(STACK)]


def test_two_in_one_second(aws: Fake, tmp_path: Path) -> None:
    """Two plans of one second have change sets of different names."""
    ready(aws)
    root = nest(tmp_path)
    names = [made.review.subject.change_set for made in (plan(aws, root), plan(aws, root))]
    assert len({name.rpartition("-")[2] for name in names}) == 2


def test_killed_command(aws: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed command that is run again deletes what it left, and not a colleague's plan."""
    monkeypatch.chdir(tmp_path)
    assert verb(aws, "bootstrap").code == 0
    small.nest(tmp_path / "nest", None, small.SMALL)
    words = ("plan", "--root", "nest/root.yaml", "--stack-name", STACK, "--param", f"Password={CANARY}", "--out")
    assert verb(aws, *words, "theirs.json").code == 0
    theirs = waiting(aws)

    def killed(_: float) -> None:
        raise Killed

    right = aws.clock
    with monkeypatch.context() as patch:
        patch.setattr(type(aws), "clock", property(lambda _: Clock(right.now, killed)))
        with pytest.raises(Killed):
            verb(aws, *words, "mine.json")
    assert len(waiting(aws)) == 2
    assert Path(".mine.json.unfinished").is_file()
    assert verb(aws, *words[:-2], "Passwort=x", "--out", "mine.json").code == 2
    assert verb(aws, *words, "mine.json").code == 0
    assert len(waiting(aws)) == 2
    assert set(theirs) < set(waiting(aws))
    assert sorted(path.name for path in tmp_path.glob("*") if path.is_file()) == ["mine.json", "theirs.json"]
    assert not list(tmp_path.glob(".*"))
