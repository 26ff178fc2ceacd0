"""What the tests of the deployer start with."""

import pytest

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.aws.gateways import gateway_to

__all__ = ["aws", "gateway"]


@pytest.fixture
def gateway(aws: Fake) -> Gateway:
    """Give a gateway that leads to the fake."""
    return gateway_to(aws)
