"""The verb `plan`, as it is called: exit codes, forms, what is written and what is left behind."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tasktracker_cfn.cli.deploying import TAGS
from tasktracker_cfn.cli.main import main
from tasktracker_cfn.deploy.plan.plan_file import read_plan
from tests.aws.fake import Fake
from tests.deploy.planned_nest import CANARY, STACK, execute, nest, plan, ready


@pytest.fixture
def aws() -> Iterator[Fake]:
    """Give a fake whose time passes with each call, so that the command, which has a real clock, never waits."""
    with Fake(per_call=60) as fake:
        yield fake


@pytest.fixture
def root(aws: Fake, tmp_path: Path) -> Path:
    """Give the root of a nest, in an account that is ready for it."""
    ready(aws)
    return nest(tmp_path)


def environment(aws: Fake) -> dict[str, str | None]:
    """Give the variables that lead to the fake; a profile of the machine would lead elsewhere."""
    return {**aws.environment, "AWS_PROFILE": None}


def call(aws: Fake, root: Path, *options: str, name: str = STACK) -> Result:
    """Call the verb."""
    words = ["plan", "--root", str(root), "--stack-name", name, *options]
    return CliRunner().invoke(main, words, env=environment(aws))


def alive(aws: Fake) -> list[str]:
    """Give the stacks that are there."""
    aws.settle()
    return [one.name for one in aws.world.stacks if one.alive and one.name.startswith(STACK)]


def test_nothing_left(aws: Fake, root: Path) -> None:
    """Without --out the review is shown, says how to keep a plan, and leaves nothing in AWS."""
    result = call(aws, root, "--param", f"Password={CANARY}")
    assert result.exit_code == 0, result.output
    assert "first deployment" in result.stdout
    assert "--param Password=... --out plan.json" in " ".join(result.stdout.split())
    assert CANARY not in result.output
    assert alive(aws) == []


def test_kept(aws: Fake, root: Path, tmp_path: Path) -> None:
    """With --out the plan is written for its owner, without secrets, and waits in AWS."""
    out = tmp_path / "plan.json"
    result = call(aws, root, "--param", f"Password={CANARY}", "--out", str(out), "--detailed-exitcode")
    assert result.exit_code == 2, result.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert CANARY not in out.read_text(encoding="utf-8")
    written = read_plan(out)
    assert (written.stack_name, written.kind, written.status) == (STACK, "CREATE", "REVIEW_IN_PROGRESS")
    assert written.command == f"python -m tasktracker_cfn apply {out}"
    assert STACK in alive(aws)


def test_no_change(aws: Fake, root: Path) -> None:
    """No change ends with 0, also with --detailed-exitcode."""
    execute(aws, plan(aws, root, tags=TAGS))
    result = call(aws, root, "--detailed-exitcode")
    assert result.exit_code == 0, result.output
    assert "NO CHANGE" in result.stdout


def test_forms(aws: Fake, root: Path) -> None:
    """JSON and Markdown stand alone on the standard output; what is under way is told beside it."""
    told = json.loads(call(aws, root, "--param", f"Password={CANARY}", "--format", "json").stdout)
    assert (told["schema"], told["verdict"], told["subject"]["stack"]) == (1, "go", STACK)
    comment = call(aws, root, "--param", f"Password={CANARY}", "--format", "markdown")
    assert comment.stdout.startswith(f"<!-- tasktracker-cfn plan: {STACK} -->")
    assert "making a change set" in comment.stderr


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [((), 2, "Password has no value"), (("--param", "Pasword=x"), 2, "did you mean Password?")],
)
def test_wrong(aws: Fake, root: Path, options: tuple[str, ...], code: int, message: str) -> None:
    """What is wrong with the command is told in a line, without a traceback."""
    result = call(aws, root, *options)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_not_updatable(aws: Fake, root: Path) -> None:
    """A stack that cannot be updated ends with 3, and with the command that helps."""
    execute(aws, plan(aws, root))
    aws.set_status(STACK, "UPDATE_ROLLBACK_FAILED")
    result = call(aws, root)
    assert result.exit_code == 3
    assert f"python -m tasktracker_cfn unstick --root {root} --stack-name {STACK}\n" in result.stderr
    aws.set_status(STACK, "UPDATE_IN_PROGRESS")
    assert f"python -m tasktracker_cfn status --root {root} --stack-name {STACK}\n" in call(aws, root).stderr


def test_not_built(aws: Fake, tmp_path: Path) -> None:
    """A build that is not there is refused with the command that makes it."""
    words = ["plan", "tasktracker/demo", "--out-dir", str(tmp_path)]
    result = CliRunner().invoke(main, words, env=environment(aws))
    assert result.exit_code == 2
    assert "python build.py tasktracker/demo" in result.stderr
