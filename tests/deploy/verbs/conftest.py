"""What the tests of the verbs about a deployed stack start with."""

from pathlib import Path

import pytest

from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.deploy.shop import Shop, written

__all__ = ["aws"]


@pytest.fixture
def shop(aws: Fake, tmp_path: Path) -> Shop:
    """Give a small nest that is deployed."""
    found = written(aws, tmp_path)
    assert found.deploy() == "CREATE_COMPLETE"
    return found
