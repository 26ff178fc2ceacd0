"""A shipped system from its first deployment to its last, by the verbs, as an operator lives through it."""

from pathlib import Path

from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws

__all__ = ["aws"]

SYSTEM = "tasktracker/demo"
IMAGE = "BackendImage=public.ecr.aws/docker/library/node:22-alpine"


def test_life_of_a_system(aws: Fake, tmp_path: Path) -> None:
    """A system is planned, applied, planned again without a change, and given an image that changes the service."""
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert verb(aws, "bootstrap").code == 0
    assert "READY  first deployment" in verb(aws, "plan", SYSTEM, "--out", first).out
    applied = verb(aws, "apply", first)
    assert applied.code == 0
    assert "tasktracker-demo is in CREATE_COMPLETE: done" in applied.out
    nothing = verb(aws, "plan", SYSTEM, "--detailed-exitcode")
    assert (nothing.code, "NO CHANGE" in nothing.out) == (0, True)
    changing = verb(aws, "plan", SYSTEM, "--param", IMAGE, "--detailed-exitcode", "--out", second)
    assert changing.code == 2
    assert "in 1 of 4 stacks" in changing.out
    assert verb(aws, "apply", second).code == 0
    assert verb(aws, "apply", second).code == 0


def test_news_come_in_time(aws: Fake, tmp_path: Path) -> None:
    """What is done is told when it is, also the last of a nested stack, and not at the end of the whole."""
    plan = tmp_path / "plan.json"
    verb(aws, "bootstrap")
    verb(aws, "plan", SYSTEM, "--out", plan)
    lines = verb(aws, "apply", plan).out.splitlines()
    done = [line.split()[1] for line in lines if line.endswith("CREATE_COMPLETE") and "/" in line.split()[1]]
    network = [place for place in done if place.startswith("Network/")]
    assert done[: len(network)] == network
    waited = [line for line in lines if "waiting for" in line]
    assert waited
    assert not [line for line in waited if "Network/" in line]
