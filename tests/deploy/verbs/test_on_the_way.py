"""What goes wrong on the way to AWS and back, for each verb about a deployed stack."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from tasktracker_cfn.cli import destroy, drift, events, outputs, status, unstick
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.cli.main import main
from tasktracker_cfn.cli.standing import Standing
from tasktracker_cfn.deploy.destroy.wishes import Wanted
from tasktracker_cfn.errors import CredentialsError, ThrottledError
from tests.aws.fake import SECRET, TOKEN
from tests.deploy.shop import CANARY, NAME, Shop

Verb = Callable[[Standing], int]
VERBS: dict[str, Verb] = {
    "status": status.run,
    "outputs": outputs.run,
    "events": lambda place: events.run(place, everything=True),
    "drift": drift.run,
    "unstick": lambda place: unstick.run(place, unstick.Wanted()),
    "destroy": lambda place: destroy.run(place, Wanted(), Talk(confirm=NAME)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_throttling_at_every_call(shop: Shop, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    """Calls that are throttled now and then are made again, and the verb ends as it would have."""
    place = shop.standing
    for after in range(0, 60, 3):
        shop.aws.fault("*", times=1, after=after)
    assert VERBS[verb](place) == 0
    shown = capsys.readouterr()
    assert not [word for word in (CANARY, SECRET, TOKEN) if word in shown.out + shown.err]


@pytest.mark.parametrize("verb", VERBS)
def test_answers_that_get_lost(shop: Shop, verb: str) -> None:
    """A lost answer is asked for again, and nothing is done twice."""
    place = shop.standing
    for after in (0, 2, 5, 9):
        shop.aws.lose_answer("*", after=after)
    assert VERBS[verb](place) == 0


@pytest.mark.parametrize("verb", VERBS)
def test_throttled_for_ever(shop: Shop, verb: str) -> None:
    """Throttling without end is an error after a while, and says that the same command can be run again."""
    place = shop.standing
    shop.aws.fault("DescribeStacks", times=10_000)
    with pytest.raises(ThrottledError, match="run the same command again"):
        VERBS[verb](place)


@pytest.mark.parametrize("verb", VERBS)
def test_credentials_that_expire(shop: Shop, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    """Credentials that expire at the first, second or third call end the verb with what to do; it can be run again."""
    for calls in range(3):
        place = shop.standing
        shop.aws.expire_credentials(calls)
        if verb != "outputs" or calls < 2:
            with pytest.raises(CredentialsError, match="renew them") as caught:
                VERBS[verb](place)
            assert SECRET not in str(caught.value) + capsys.readouterr().out
        shop.aws.renew_credentials()
    assert VERBS[verb](shop.standing) == 0


@pytest.fixture
def environment(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Give the nest, with the environment of a process that meets the fake."""
    for name, value in shop.aws.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    return shop


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["status", "--stack-name", NAME], 0, "CREATE_COMPLETE"),
        (["status", "--stack-name", "none-such"], 3, "there is no stack none-such in account 123456789012, us-east-1"),
        (["status"], 2, "say what is meant"),
        (["outputs", "--stack-name", NAME, "--name", "Url"], 0, "https://shop.example"),
        (["outputs", "--stack-name", NAME, "--name", "None"], 2, "has no output None"),
        (["events", "--stack-name", NAME, "--failed"], 0, "nothing failed"),
        (["unstick", "--stack-name", NAME, "--region", "us-east-1"], 0, "nothing is to be done"),
        (["unstick", "--stack-name", NAME, "--run"], 2, "is for nothing that CREATE_COMPLETE allows"),
        (["destroy", "--stack-name", NAME], 4, "nothing was done"),
        (["destroy", "--stack-name", NAME, "--confirm", "other"], 2, "is not the name of the stack"),
        (["destroy", "--stack-name", NAME, "--empty", "Data/None"], 2, "buckets that go: Data/Cache"),
        (["destroy", "--stack-name", "none-such"], 0, "nothing is to be destroyed"),
    ],
)
def test_the_command_line(environment: Shop, words: list[str], code: int, said: str) -> None:
    """A foreign nest is meant by its stack's name alone, and each exit code tells how it ended."""
    ended = CliRunner().invoke(main, words)
    assert (ended.exit_code, said in ended.output) == (code, True), ended.output
    assert environment.aws.stack(NAME).status == "CREATE_COMPLETE"


@pytest.mark.parametrize("verb", VERBS)
def test_help(verb: str) -> None:
    """Each verb says what it does and what its exit codes mean."""
    ended = CliRunner().invoke(main, [verb, "--help"])
    assert ended.exit_code == 0
    assert "Exit code 0" in ended.output
