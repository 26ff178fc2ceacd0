"""Which actions there are, and which of them a policy can name a resource for."""

import pytest

from tasktracker_cfn.gate.goals.actions import exists, takes_resource


@pytest.mark.parametrize("action", ["s3:GetObject", "S3:getobject", "s3:Get*", "ecr:GetAuthorizationToken"])
def test_exists(action: str) -> None:
    """An action is known in any case of letters, and a pattern by one that fits."""
    assert exists(action)


@pytest.mark.parametrize("action", ["s3:GetEverything", "nosuch:Thing", "s3:Nothing*", "s3", "*"])
def test_does_not_exist(action: str) -> None:
    """What no service has is no action."""
    assert not exists(action)


@pytest.mark.parametrize(
    ("action", "takes"),
    [
        ("s3:GetObject", True),
        ("ecr:BatchGetImage", True),
        ("ecr:Batch*", True),
        ("nosuch:Thing", True),
        ("ecr:GetAuthorizationToken", False),
        ("logs:DescribeLogGroups", False),
        ("cloudwatch:PutMetricData", False),
        ("cloudwatch:GetMetricData", False),
        ("xray:PutTrace*", False),
    ],
)
def test_takes_resource(action: str, takes: bool) -> None:
    """An action takes a resource when the service says so; one that is not known is taken to."""
    assert takes_resource(action) is takes
