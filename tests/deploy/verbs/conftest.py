"""What the tests of the verbs about a deployed stack start with."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.guarding.protecting import protect
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.deploy.shop import NAME, Shop, written

__all__ = ["aws"]


@pytest.fixture
def shop(aws: Fake, tmp_path: Path) -> Shop:
    """Give a small nest that is deployed, and protected as `apply` leaves it."""
    found = written(aws, tmp_path)
    assert found.deploy() == "CREATE_COMPLETE"
    protect(found.gateway, NAME)
    return found
