"""Where a deployment may go."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.values.stacks import Identity
from tasktracker_cfn.deploy.plan.target import Target, check_identity, choose_region
from tasktracker_cfn.errors import TargetError

OURS, OTHER = "123456789012", "210987654321"


def target(account: str | None = OURS) -> Target:
    """Give a target."""
    return Target("notes", "dev", Path("out/notes/dev/root.yaml"), "notes-dev", "eu-west-1", account, {})


def identity(account: str = OURS, region: str = "eu-west-1") -> Identity:
    """Give who asks."""
    return Identity(account, f"arn:aws:iam::{account}:user/someone", region)


def test_the_right_account_may_deploy() -> None:
    """Credentials of the account that the configuration names pass, and any where it names none."""
    check_identity(target(), identity())
    check_identity(target(None), identity(OTHER))


def test_another_account_may_not() -> None:
    """Credentials of another account are refused, with both accounts and the remedy in the message."""
    with pytest.raises(TargetError, match=f"notes/dev belongs to account {OURS}.*those of {OTHER}.*--profile"):
        check_identity(target(), identity(OTHER))


def test_another_region_may_not() -> None:
    """A gateway that asks another region is refused."""
    with pytest.raises(TargetError, match="belongs to region eu-west-1, but us-east-1 is asked"):
        check_identity(target(), identity(region="us-east-1"))


@pytest.mark.parametrize(
    ("pinned", "asked", "found", "expected"),
    [
        ("eu-west-1", None, None, "eu-west-1"),
        ("eu-west-1", "eu-west-1", None, "eu-west-1"),
        ("eu-west-1", "eu-west-1", "us-east-1", "eu-west-1"),
        ("eu-west-1", None, "eu-west-1", "eu-west-1"),
        (None, "us-east-1", "eu-west-1", "us-east-1"),
        (None, None, "eu-west-1", "eu-west-1"),
    ],
)
def test_the_region_is_the_pinned_one(pinned: str | None, asked: str | None, found: str | None, expected: str) -> None:
    """The region of the configuration holds; where it has none, the option does, then environment or profile."""
    assert choose_region("notes/dev", pinned, asked, found) == expected


@pytest.mark.parametrize(
    ("pinned", "asked", "found", "message"),
    [
        ("eu-west-1", "us-east-1", None, "is built for eu-west-1, not us-east-1"),
        ("eu-west-1", None, "us-east-1", "give --region eu-west-1 if eu-west-1 is meant"),
        (None, None, None, "no region is set"),
    ],
)
def test_a_region_that_differs_is_refused(
    pinned: str | None, asked: str | None, found: str | None, message: str
) -> None:
    """Another region than the one that the templates were built for is never taken silently."""
    with pytest.raises(TargetError, match=message):
        choose_region("notes/dev", pinned, asked, found)


def test_a_foreign_nest_is_called_by_its_stack() -> None:
    """What has no system is labelled with the stack's name."""
    assert target().label == "notes/dev"
    assert target()._replace(system="").label == "notes-dev"
    assert target().folder == Path("out/notes/dev")
