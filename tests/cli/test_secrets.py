"""No secret is shown at the command line, whoever quotes it: a file of parameters, AWS, a container."""

from pathlib import Path

import pytest

from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.commands import Ended
from tests.deploy.plans import NEW_TOPIC, SMALL, STACK, nest

__all__ = ["aws"]
SECRET = "C4nary-pw!"
PLACE = ("--root", "nest/root.yaml", "--stack-name", STACK)
GIVEN = ("--param", f"Password={SECRET}")
PLAN = Path("plan.json")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, aws: Fake) -> None:
    """Work in a folder of the test's own with a nest, in an account with the bucket."""
    monkeypatch.chdir(tmp_path)
    nest(Path("nest"), None, SMALL)
    assert verb(aws, "bootstrap").code == 0


def ended(aws: Fake, *words: object) -> Ended:
    """Run a verb that must not show the secret, nor any order to the terminal."""
    found = verb(aws, *words)
    assert "C4nary" not in found.out + found.err, found
    assert all(line.isprintable() for line in (found.out + found.err).splitlines()), found
    return found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Password: *C4nary\n", "values.yaml:1: column 11: * begins the name of an anchor"),
        ("Password: !C4nary\n", "values.yaml:1: column 11: ! begins a tag"),
        ("Password: !!int C4nary\n", "values.yaml:1: column 11: ! begins a tag"),
        ("C4nary: Password\n", "has no parameter of the name given as number 1; it has"),
        ("C4nary:\n", "values.yaml:1: the value must be a text"),
    ],
)
def test_a_file_of_parameters_is_not_quoted(aws: Fake, text: str, message: str) -> None:
    """What is wrong in a file of parameters is told by its place."""
    Path("values.yaml").write_text(text, encoding="utf-8")
    found = ended(aws, "plan", *PLACE, "--params", "values.yaml")
    assert (found.code, message in found.err) == (2, True), found


@pytest.mark.parametrize("words", ["C4nary", "C4nary=Password", "=C4nary"])
def test_an_option_is_not_quoted(aws: Fake, words: str) -> None:
    """What is wrong in an option of a parameter is told by its place."""
    found = ended(aws, "plan", *PLACE, "--param", words)
    assert (found.code, "number 1" in found.err) == (2, True), found


@pytest.mark.parametrize("command", [("plan",), ("deploy", "--yes")])
@pytest.mark.parametrize("before", ["", "x" * 985])
def test_a_refused_change_set(aws: Fake, command: tuple[str, ...], before: str) -> None:
    """What AWS quotes when it refuses a change set is hidden, also where a long message is cut."""
    aws.fault("CreateChangeSet", "ValidationError", message=f"{before} value {SECRET} is bad")
    found = ended(aws, *command, *PLACE, *GIVEN)
    assert (found.code, "CreateChangeSet: ValidationError" in found.err) == (3, True), found


@pytest.mark.parametrize(
    "said",
    [
        f"The value {SECRET} is too weak.",
        f"Invalid value: '{SECRET}', at least",
        f"value={SECRET}, or",
        f"({SECRET})",
        f"[{SECRET}]",
        f"refused:{SECRET}.",
    ],
)
def test_a_cause_without_values(aws: Fake, said: str) -> None:
    """A plan is applied without values; what AWS quotes of a failure is recognized by the plan's hash."""
    assert ended(aws, "plan", *PLACE, *GIVEN, "--out", PLAN).code == 0
    aws.break_resource("Data/Given", said)
    found = ended(aws, "apply", PLAN)
    assert found.code == 3
    assert "first cause: Data/Given" in found.err
    assert found.err.count("****") == 1
    assert "****" in found.out


def test_a_refused_execution(aws: Fake) -> None:
    """What AWS quotes when it refuses to execute is hidden by the plan's hash, too."""
    assert ended(aws, "plan", *PLACE, *GIVEN, "--out", PLAN).code == 0
    aws.fault("ExecuteChangeSet", "ValidationError", message=f"value {SECRET} is bad")
    found = ended(aws, "apply", PLAN)
    assert (found.code, "value **** is bad" in found.err) == (3, True), found


def test_a_secret_that_aws_has_kept(aws: Fake) -> None:
    """Of a value that was kept nothing is known: where its parameter is named, what is quoted is hidden."""
    assert ended(aws, "deploy", "--yes", *PLACE, *GIVEN).code == 0
    nest(Path("nest"), NEW_TOPIC, SMALL)
    assert ended(aws, "plan", *PLACE, "--out", PLAN).code == 0
    aws.break_resource("Data/Deep/Topic", f"Password has the value '{SECRET}'", on="update")
    found = ended(aws, "apply", PLAN)
    assert (found.code, "Password has the value ****" in found.err) == (3, True), found


def test_what_a_container_wrote(aws: Fake) -> None:
    """Last log lines and ECS's words hide passwords, also coloured ones, and give no order to the terminal."""
    nest(Path("nest"))
    logs = [
        "connect postgres://admin:C4nary@db/shop",
        "\x1b[33mPASSWORD\x1b[0m=\x1b[1;31mC4nary\x1b[0m",
        "value C4nary-pw!",
        "\x1b]0;title\x07bell\x07\x1b",
    ]
    assert ended(aws, "plan", *PLACE, *GIVEN, "--out", PLAN).code == 0
    aws.hang_service("Service/Service", "C4nary-pw! \x07 is gone", logs=logs, exit_code=1)
    found = ended(aws, "apply", PLAN)
    assert found.code == 3
    for line in ("connect postgres://admin:****@db/shop", "PASSWORD=****", "value ****", "bell\\x07\\x1b"):
        assert f"    {line}\n" in found.err
    assert "task stopped: **** \\x07 is gone" in found.err


@pytest.mark.parametrize("fails", [False, True])
def test_a_secret_by_default(aws: Fake, fails: bool) -> None:
    """A plan whose secret is the template's default can be applied, and its failure does not show it."""
    root = Path("nest/root.yaml")
    written = root.read_text(encoding="utf-8")
    assert "    NoEcho: true\n" in written
    root.write_text(written.replace("NoEcho: true\n", f"NoEcho: true\n    Default: '{SECRET}'\n"), encoding="utf-8")
    assert ended(aws, "plan", *PLACE, "--out", PLAN).code == 0
    assert "C4nary" not in PLAN.read_text(encoding="utf-8")
    if fails:
        aws.break_resource("Data/Given", f"value {SECRET} is bad")
    found = ended(aws, "apply", PLAN, *(() if fails else GIVEN))
    assert (found.code, "value **** is bad" in found.err) == (3 if fails else 0, fails), found


def test_an_applied_plan_with_other_values(aws: Fake) -> None:
    """Of a plan that was applied nothing is left to do, unless the command says other values, or a name it has not."""
    assert ended(aws, "plan", *PLACE, *GIVEN, "--out", PLAN).code == 0
    for code, words, message in (
        (2, ("--param", "C4nary=1"), "the plan has no parameter of the name given as number 1"),
        (3, ("--param", "Password=wrong"), "the parameter Password has another value"),
        (0, GIVEN, ""),
        (2, ("--param", "C4nary=1"), "the plan has no parameter of the name given as number 1"),
        (3, ("--param", "Password=wrong"), "the parameter Password has another value"),
        (0, GIVEN, ""),
        (0, (), ""),
    ):
        found = ended(aws, "apply", PLAN, *words)
        assert (found.code, message in found.err) == (code, True), found
