"""The verbs `apply` and `deploy`, as they are called."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tasktracker_cfn.cli.deploy import agreed
from tasktracker_cfn.deploy.plan.plan_file import write_plan
from tasktracker_cfn.errors import DataLossError, DeclinedError
from tests.aws.commands import interrupted, verb
from tests.aws.fake import SECRET, TOKEN, Fake
from tests.aws.fixtures import aws
from tests.deploy import planned_nest
from tests.deploy.plans import CANARY, NEW_STORE, NEW_TOPIC, SMALL, STACK, deployed, nest, planned

__all__ = ["aws"]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def deploying(*more: object) -> tuple[object, ...]:
    """Give the words of a deployment of the small nest."""
    return ("deploy", "--root", "nest/root.yaml", "--stack-name", STACK, "--param", f"Password={CANARY}", *more)


def test_apply(aws: Fake) -> None:
    """A plan is applied, told line by line, and then there is nothing to do."""
    plan = planned(aws, nest(Path("nest"), None, SMALL))
    write_plan(Path("plan.json"), plan)
    ended = verb(aws, "apply", "plan.json", "--param", f"Password={CANARY}x")
    assert (ended.code, "the parameter Password has another value" in ended.err) == (3, True)
    ended = verb(aws, "apply", "plan.json")
    assert ended.code == 0, ended
    assert "09:02:26  Data/Deep/Store  AWS::S3::Bucket  CREATE_COMPLETE\n" in ended.out
    assert ended.out.endswith("shop-dev is in CREATE_COMPLETE: done\n")
    again = verb(aws, "apply", "plan.json")
    assert (again.code, again.out) == (
        0,
        "shop-dev is in CREATE_COMPLETE: nothing to do: this plan was applied before\n",
    )
    for secret in (CANARY, SECRET, TOKEN):
        assert secret not in ended.out + ended.err + Path("plan.json").read_text(encoding="utf-8")


def test_apply_refuses(aws: Fake) -> None:
    """What would be lost ends with 1, a wrong --allow and a file that is no plan with 2, a stale plan with 3."""
    plan = deployed(aws, Path("nests"), NEW_STORE, SMALL)
    write_plan(Path("plan.json"), plan)
    lost = verb(aws, "apply", "plan.json")
    assert (lost.code, "--allow Data/Deep/Store" in lost.err) == (1, True)
    assert verb(aws, "apply", "plan.json", "--allow", "Data/Store").code == 2
    assert verb(aws, "apply", "nothing.json").code == 2
    assert verb(aws, "apply", "plan.json", "--region", "eu-west-1").code == 2
    aws.obsolete_change_sets(STACK)
    assert verb(aws, "apply", "plan.json", "--allow", "Data/Deep/Store").code == 3
    assert "Traceback" not in lost.err


def test_apply_fails(aws: Fake) -> None:
    """A deployment that fails ends with 3 and the cause, every time it is asked for."""
    write_plan(Path("plan.json"), deployed(aws, Path("nests"), NEW_TOPIC, SMALL))
    aws.break_resource("Data/Deep/Topic", f"no name like {CANARY}", on="update")
    for _ in range(2):
        ended = verb(aws, "apply", "plan.json", "--param", f"Password={CANARY}")
        assert ended.code == 3
        assert "first cause: Data/Deep/Topic (AWS::SNS::Topic) UPDATE_FAILED: no name like ****" in ended.err
        assert CANARY not in ended.out + ended.err


def test_interrupted_apply(aws: Fake) -> None:
    """Ctrl-C says how to join, and ends with 130; the same command joins."""
    write_plan(Path("plan.json"), planned(aws, nest(Path("nest"), None, SMALL)))
    ended = interrupted(aws, 3, "apply", "plan.json")
    assert ended.code == 130
    assert "To join it: python -m tasktracker_cfn apply plan.json" in ended.err
    joined = verb(aws, "apply", "plan.json")
    assert (joined.code, "done; it was begun before" in joined.out) == (0, True)


def test_time_limit(aws: Fake) -> None:
    """The limit is in minutes, ends with 3, and says how to join."""
    write_plan(Path("plan.json"), planned(aws, nest(Path("nest"))))
    ended = verb(aws, "apply", "plan.json", "--timeout", "1")
    assert ended.code == 3
    assert "after 1m 00s it is still under way, waiting for Data/Database" in ended.err
    assert "python -m tasktracker_cfn apply plan.json" in ended.err


def test_deploy(aws: Fake) -> None:
    """With --yes it plans and applies; again there is nothing to do; nothing is left in the folder."""
    assert verb(aws, "bootstrap").code == 0
    nest(Path("nest"), None, SMALL)
    ended = verb(aws, *deploying("--yes"))
    assert ended.code == 0, ended
    assert "shop-dev is in CREATE_COMPLETE: done" in ended.out
    again = verb(aws, *deploying("--yes"))
    assert again.code == 0
    assert "CREATE_COMPLETE" not in again.out
    assert not list(Path().glob("*.plan.json"))
    assert CANARY not in ended.out + ended.err + again.out + again.err


def test_deploy_needs_a_yes(aws: Fake) -> None:
    """Where nobody can be asked, and without --yes, nothing is even looked at."""
    nest(Path("nest"), None, SMALL)
    ended = verb(aws, *deploying())
    assert (ended.code, "Add --yes" in ended.err) == (4, True)
    assert not aws.calls


def test_deploy_refuses_loss(aws: Fake) -> None:
    """--yes is no yes to losing data, and what was refused is not left behind in AWS."""
    assert verb(aws, "bootstrap").code == 0
    nest(Path("nest"), None, SMALL)
    assert verb(aws, *deploying("--yes")).code == 0
    nest(Path("nest"), NEW_STORE, SMALL)
    ended = verb(aws, *deploying("--yes"))
    assert (ended.code, "--allow Data/Deep/Store" in ended.err) == (1, True)
    left = aws.client("cloudformation").list_change_sets(StackName=STACK)["Summaries"]
    assert not [one for one in left if one["ExecutionStatus"] == "AVAILABLE"]
    assert verb(aws, *deploying("--yes", "--allow", "Data/Deep/Store")).code == 0
    assert aws.stack(f"{STACK}/Data/Deep").physical_ids["Store"] == "store-two"


def test_interrupted_deploy(aws: Fake) -> None:
    """Interrupted, the plan stays in a file; the same command joins, plans again, and finds nothing to do."""
    assert verb(aws, "bootstrap").code == 0
    nest(Path("nest"), None, SMALL)
    ended = interrupted(aws, 8, *deploying("--yes"))
    assert (ended.code, "apply shop-dev.plan.json" in ended.err) == (130, True)
    assert CANARY not in Path("shop-dev.plan.json").read_text(encoding="utf-8")
    again = verb(aws, *deploying("--yes"))
    assert again.code == 0, again
    assert "done; it was begun before" in again.out
    assert not Path("shop-dev.plan.json").exists()


@pytest.mark.parametrize(
    ("typed", "needed", "allowed"),
    [("y\n", (), ()), ("Data/Store\ny\n", ("Data/Store",), ("Data/Store",)), ("y\n", ("A",), ("A",))],
)
def test_asked(typed: str, needed: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    """Whoever types the address allows it; what --allow names is not asked for again."""
    given = allowed if not typed.startswith("Data") else ()
    assert _answered(typed, lambda: agreed(needed, given, yes=False)) == allowed


@pytest.mark.parametrize(
    ("typed", "needed"), [("n\n", ()), ("\n", ()), ("y\ny\n", ("Data/Store",)), ("data/store\n", ("Data/Store",))]
)
def test_declined(typed: str, needed: tuple[str, ...]) -> None:
    """Anything but a yes is a no, and a yes is no address."""
    with pytest.raises(DeclinedError):
        _answered(typed, lambda: agreed(needed, (), yes=False))


def test_yes_allows_nothing() -> None:
    """With --yes nobody is asked, and what would be lost is refused."""
    assert agreed((), (), yes=True) == ()
    with pytest.raises(DataLossError, match="--allow Data/Store"):
        agreed(("Data/Store",), (), yes=True)


def _answered(typed: str, ask: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    with CliRunner().isolation(input=typed):
        return ask()


def test_deploy_after_a_failed_one(aws: Fake) -> None:
    """A deployment that failed goes on with another image until all of it is there, though that takes two plans."""
    root = planned_nest.nest(Path("nest"))
    words = ("deploy", "--root", root, "--stack-name", STACK, "--yes")
    verb(aws, "bootstrap")
    aws.break_resource("Service/App", "the image cannot be pulled", times=9)
    failed = verb(aws, *words, "--param", f"Password={CANARY}")
    assert (failed.code, aws.stack(STACK).status) == (3, "CREATE_FAILED")
    assert f"plan --root {root} --stack-name {STACK} --region us-east-1 --out plan.json" in failed.err
    aws.mend_resource("Service/App")
    ended = verb(aws, *words, "--param", "Image=two")
    assert ended.code == 0, ended.err
    assert "this only takes away what failed (Service)" in ended.out
    assert aws.stack(f"{STACK}/Service").resources["App"].status == "CREATE_COMPLETE"
    assert verb(aws, *words).code == 0
