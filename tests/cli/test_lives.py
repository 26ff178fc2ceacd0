"""A shipped system from its first deployment to its last, by the verbs, as an operator lives through it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.commands import Ended

SYSTEM = "tasktracker/demo"
IMAGE = "BackendImage=public.ecr.aws/docker/library/node:22-alpine"


class Born(NamedTuple):
    """An account in which the system was deployed for the first time: its plan, and how that was told."""

    aws: Fake
    plan: Path
    told: Ended


@pytest.fixture(scope="module")
def born(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Born]:
    """Deploy the system for the first time."""
    plan = tmp_path_factory.mktemp("plans") / "first.json"
    with Fake() as aws:
        assert verb(aws, "bootstrap").code == 0
        assert "READY  first deployment" in verb(aws, "plan", SYSTEM, "--out", plan).out
        yield Born(aws, plan, verb(aws, "apply", plan))


def test_life_of_a_system(born: Born, tmp_path: Path) -> None:
    """A system is planned, applied, planned again without a change, and given an image that changes the service."""
    aws, second = born.aws, tmp_path / "second.json"
    assert born.told.code == 0
    assert "tasktracker-demo is in CREATE_COMPLETE: done" in born.told.out
    nothing = verb(aws, "plan", SYSTEM, "--detailed-exitcode")
    assert (nothing.code, "NO CHANGE" in nothing.out) == (0, True)
    changing = verb(aws, "plan", SYSTEM, "--param", IMAGE, "--detailed-exitcode", "--out", second)
    assert changing.code == 2
    assert "in 1 of 4 stacks" in changing.out
    assert verb(aws, "apply", second).code == 0
    assert verb(aws, "apply", second).code == 0


def test_news_come_in_time(born: Born) -> None:
    """What is done is told when it is, also the last of a nested stack, and not at the end of the whole."""
    lines = born.told.out.splitlines()
    done = [line.split()[1] for line in lines if line.endswith("CREATE_COMPLETE") and "/" in line.split()[1]]
    network = [place for place in done if place.startswith("Network/")]
    assert done[: len(network)] == network
    waited = [line for line in lines if "waiting for" in line]
    assert waited
    assert not [line for line in waited if "Network/" in line]
