"""Words of a command that mean nothing: variables that are not set, names that AWS does not take."""

import pytest

from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws

__all__ = ["aws"]
PLACED = ("plan", "deploy", "status", "outputs", "events", "drift", "unstick", "destroy")
NAMES = ("", "bad name!", "9shop", "shop_dev", "a" * 129, "x\udcff", "arn:aws:cloudformation:x")


@pytest.mark.parametrize("name", PLACED)
def test_no_stack_name(aws: Fake, name: str) -> None:
    """A name that no stack can have, or an empty one, which AWS would take for none, is refused with 2 and not sent."""
    for wrong in NAMES:
        ended = verb(aws, name, "--stack-name", wrong)
        assert (ended.code, "--stack-name" in ended.err, "begins with a letter" in ended.err) == (2, True, True), ended
    assert aws.calls == []


@pytest.mark.parametrize("option", ["--region", "--profile", "--role-arn", "--root", "--out-dir", "--params"])
def test_empty_option(aws: Fake, option: str) -> None:
    """An option that got nothing, from a variable that is not set, is refused with 2, and is not the default."""
    ended = verb(aws, "plan", "tasktracker/demo", option, "")
    assert (ended.code, option in ended.err) == (2, True), ended
    assert aws.calls == []


@pytest.mark.parametrize("name", ["bootstrap", "gc", "apply"])
def test_no_region(aws: Fake, name: str) -> None:
    """The verbs about a whole account take no region that is none, either."""
    for wrong in ("", "bad region", "eu"):
        ended = verb(aws, name, *(["plan.json"] if name == "apply" else []), "--region", wrong)
        assert (ended.code, "is written as eu-central-1" in ended.err) == (2, True), ended
    assert aws.calls == []
