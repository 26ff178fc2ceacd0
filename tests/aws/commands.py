"""Run a verb in this process against the fake, by the fake's clock, as a user would: environment and all."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner

from tasktracker_cfn.cli.main import main
from tasktracker_cfn.deploy.aws.clock import Clock
from tests.aws.fake import Fake
from tests.commands import Ended


def verb(
    aws: Fake,
    *arguments: object,
    answers: str = "",
    clock: Clock | None = None,
    variables: Mapping[str, str] | None = None,
) -> Ended:
    """Run a verb; what it prompts for is answered by lines. An exception that it lets out is raised.

    :param variables: all of AWS's that there are, instead of those that lead to the fake
    """
    words = [str(argument) for argument in arguments]
    with pytest.MonkeyPatch.context() as patch:
        for name in aws.environment:
            patch.delenv(name, raising=False)
        for name, value in (aws.environment if variables is None else variables).items():
            patch.setenv(name, value)
        patch.delenv("AWS_PROFILE", raising=False)
        result = CliRunner().invoke(main, words, input=answers, obj=clock or aws.clock)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def interrupted(aws: Fake, sleeps: int, *arguments: object) -> Ended:
    """Run a verb, and press Ctrl-C while it waits for the n-th time."""
    left = [sleeps]

    def sleep(seconds: float) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        aws.clock.sleep(seconds)

    return verb(aws, *arguments, clock=Clock(aws.clock.now, sleep))
