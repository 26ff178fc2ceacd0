"""What the verbs that talk to AWS have in common: which nest is meant, where it goes, which parameters it gets."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tasktracker_cfn.cli.deploying import (
    TAGS,
    Connection,
    Given,
    connect,
    ending,
    given_values,
    parameter_options,
    place_options,
)
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.plan.target import Target
from tasktracker_cfn.errors import (
    AwsError,
    CommandError,
    DataLossError,
    DeclinedError,
    ParametersError,
    StalePlanError,
    TargetError,
    TasktrackerError,
)
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.commands import REPOSITORY

__all__ = ["aws"]
Use = Callable[[Place], Connection]


@pytest.fixture
def use(aws: Fake, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Give what connects to the fake as a verb does."""
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    monkeypatch.chdir(REPOSITORY)
    return connect


def test_a_shipped_system(use: Use, aws: Fake) -> None:
    """SYSTEM/ENVIRONMENT names templates, stack, region and tags, and the credentials are looked at."""
    target, gateway, identity, _ = use(Place("community-tracker/dev"))
    assert target == Target(
        "community-tracker",
        "dev",
        Path("out/community-tracker/dev/root.yaml"),
        "community-tracker-dev",
        "us-east-1",
        None,
        target.tags,
    )
    assert target.tags["Environment"] == "dev"
    assert (identity.account, gateway.region) == (aws.account.id, "us-east-1")


def test_a_foreign_nest(use: Use, tmp_path: Path) -> None:
    """A root template of anybody's is deployed under the name that is given, from the region that is found."""
    (tmp_path / "root.yaml").write_text("Resources: {}\n")
    for root in (tmp_path, tmp_path / "root.yaml"):
        target = use(Place(root=root, stack_name="shop")).target
        assert (target.label, target.root, target.stack_name) == ("shop", tmp_path / "root.yaml", "shop")
        assert (target.region, target.account, target.tags) == ("us-east-1", None, TAGS)


def test_another_stack_name_and_a_role(use: Use) -> None:
    """The name of the stack can be another one than the system's, and CloudFormation can be given a role."""
    role = "arn:aws:iam::123456789012:role/deployer"
    target = use(Place("tasktracker/demo", stack_name="mine", role_arn=role)).target
    assert (target.stack_name, target.role_arn) == ("mine", role)


def test_options_become_values() -> None:
    """A verb with the shared options gets what was asked for as two values, and its own options beside them."""

    @click.command()
    @place_options
    @parameter_options
    @click.option("--yes", is_flag=True)
    def asked(*, place: Place, given: Given, yes: bool) -> None:
        click.echo(repr((place, given, yes)))

    words = [
        "notes/dev",
        "--stack-name",
        "mine",
        "--region",
        "eu-west-1",
        "--profile",
        "work",
        "--out-dir",
        "elsewhere",
    ]
    words += ["--params", "a.yaml", "--param", "A=1", "--param", "B=2", "--role-arn", "arn:x", "--yes"]
    place = Place("notes/dev", None, "mine", Path("elsewhere"), "eu-west-1", "work", "arn:x")
    expected = (place, Given((Path("a.yaml"),), ("A=1", "B=2")), True)
    ended = CliRunner().invoke(asked, words)
    assert (ended.exit_code, ended.output) == (0, f"{expected!r}\n")
    assert CliRunner().invoke(asked, []).output == f"{(Place(), Given(), False)!r}\n"


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (Place(), "say what is meant"),
        (Place("tasktracker/demo", root=Path("root.yaml")), "say what is meant"),
        (Place(root=Path("root.yaml")), "--root needs --stack-name"),
        (Place("community-tracker"), "has several environments.*community-tracker/dev, community-tracker/staging"),
        (Place("tasktracker/none"), 'has no environment "none"'),
        (Place("tasktracker/demo", out_dir=Path("nowhere")), r"python build\.py tasktracker/demo --out nowhere"),
        (Place(root=Path("nowhere.yaml"), stack_name="shop"), r"there is no nowhere\.yaml"),
        (Place("tasktracker/demo", profile="nobody"), "nobody"),
    ],
)
def test_what_cannot_be_meant(use: Use, aws: Fake, place: Place, message: str) -> None:
    """A wrong or incomplete command is refused with what to say instead, before AWS is asked anything."""
    with pytest.raises(CommandError, match=message):
        use(place)
    assert aws.calls == []


def test_a_region_of_the_environment_that_differs(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that says another region than the configuration is refused, unless the option confirms it."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    with pytest.raises(TargetError, match="give --region us-east-1 if us-east-1 is meant"):
        use(Place("tasktracker/demo"))
    assert use(Place("tasktracker/demo", region="us-east-1")).identity.region == "us-east-1"


def test_parameters_come_from_files_and_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual file is read when none is named; named files and options come over it, later over earlier ones."""
    monkeypatch.chdir(tmp_path)
    target = Target("notes", "dev", Path("root.yaml"), "notes-dev", "us-east-1", None, {})
    assert given_values(Given(), target).values == {}
    folder = tmp_path / "parameters" / "notes"
    folder.mkdir(parents=True)
    (folder / "dev.yaml").write_text("Image: usual\nCount: 1\n")
    assert given_values(Given(), target).values == {"Image": "usual", "Count": "1"}
    assert given_values(Given(values=("Image=x=y",)), target).values == {"Image": "x=y", "Count": "1"}
    (tmp_path / "more.json").write_text('{"Image": "named"}')
    (tmp_path / "last.json").write_text('[{"ParameterKey": "Image", "ParameterValue": "last"}]')
    assert given_values(Given((Path("more.json"), Path("last.json"))), target).values == {"Image": "last"}
    assert given_values(Given(), target._replace(system="")).values == {}
    (folder / "dev.json").write_text("{}")
    with pytest.raises(CommandError, match=r"dev\.yaml and .*dev\.json are both there"):
        given_values(Given(), target)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ParametersError(["A has no value"]), 2),
        (DataLossError("Data/Database would be replaced"), 1),
        (StalePlanError("the template has changed"), 3),
        (AwsError("CreateChangeSet", "ValidationError", "no"), 3),
        (DeclinedError("not confirmed"), 4),
    ],
)
def test_an_error_becomes_its_exit_code(error: TasktrackerError, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """The message goes to stderr, and the process ends with the code of the error."""

    def fail() -> int:
        raise error

    with pytest.raises(SystemExit) as caught:
        ending(fail)
    assert caught.value.code == code
    assert capsys.readouterr().err == f"{error}\n"


def test_an_interruption_says_that_it_can_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends with the shell's own code, and with what to do next."""

    def interrupt() -> int:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as caught:
        ending(interrupt)
    assert caught.value.code == 130
    assert "the same command joins it again" in capsys.readouterr().err
