"""Run a verb in this process against the fake, by the fake's clock, as a user would: environment and all."""

import pytest
from click.testing import CliRunner

from tasktracker_cfn.cli.main import main
from tests.aws.fake import Fake
from tests.commands import Ended


def verb(aws: Fake, *arguments: object, answers: str = "") -> Ended:
    """Run a verb; what it prompts for is answered by lines. An exception that it lets out is raised."""
    words = [str(argument) for argument in arguments]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        patch.delenv("AWS_PROFILE", raising=False)
        result = CliRunner().invoke(main, words, input=answers, obj=aws.clock)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)
