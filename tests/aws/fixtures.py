"""The fake as a fixture: ``from tests.aws.fixtures import aws`` where a test wants it."""

from collections.abc import Iterator

import pytest

from tests.aws.fake import Fake

__all__ = ["aws"]


@pytest.fixture
def aws() -> Iterator[Fake]:
    """Give a fake of AWS with nothing in it."""
    with Fake() as fake:
        yield fake
