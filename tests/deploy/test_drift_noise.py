"""Which differences between template and reality are explained, and which are drift."""

import pytest

from tasktracker_cfn.deploy.aws.answers.reading import EPOCH
from tasktracker_cfn.deploy.aws.values.drift import PropertyDrift, ResourceDrift
from tasktracker_cfn.deploy.standing.drift_noise import Surroundings, explained

SERVICE, DATABASE, CLUSTER = "AWS::ECS::Service", "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
FAMILY = "arn:aws:ecs:us-east-1:123456789012:task-definition/shop"
TAG, OWN = '[{"Key": "a", "Value": "b"}]', '[{"Key": "a", "Value": "b"}, {"Key": "aws:backup:x", "Value": "y"}]'


def said(
    kind: str, path: str, expected: str, actual: str, *, how: str = "NOT_EQUAL", whole: str = "", scales: bool = True
) -> str:
    """Give the explanation of one difference, or nothing."""
    drift = ResourceDrift("stack", "Thing", kind, "MODIFIED", EPOCH, expected=whole)
    return explained(drift, PropertyDrift(path, expected, actual, how), Surroundings(scales)) or ""


@pytest.mark.parametrize(
    ("kind", "path", "expected", "actual", "word"),
    [
        (SERVICE, "/TaskDefinition", f"{FAMILY}:3", f"{FAMILY}:7", "pipeline"),
        (SERVICE, "/TaskDefinition", "shop:3", f"{FAMILY}:7", "pipeline"),
        (SERVICE, "/TaskDefinition", f"{FAMILY}:3", f"{FAMILY}-other:7", ""),
        (SERVICE, "/DesiredCount", "2", "5", "scaling"),
        (SERVICE, "/PlatformVersion", "1.4.0", "LATEST", ""),
        (DATABASE, "/EngineVersion", "16.3", "16.10", "minor version"),
        (DATABASE, "/EngineVersion", "16", "16.4", "minor version"),
        (CLUSTER, "/EngineVersion", "8.0.mysql_aurora.3.05.2", "8.0.mysql_aurora.3.04.0", ""),
        (DATABASE, "/EngineVersion", "16.3", "15.9", ""),
        (DATABASE, "/EngineVersion", "16.3", "16.1", ""),
        (DATABASE, "/EngineVersion", "16.3", "17.1", ""),
        (DATABASE, "/AllocatedStorage", "20", "30", ""),
        ("AWS::S3::Bucket", "/Tags", TAG, OWN, "AWS tags"),
        ("AWS::S3::Bucket", "/Tags", OWN, TAG, ""),
        ("AWS::S3::Bucket", "/Tags", TAG, '[{"Key": "a", "Value": "c"}, {"Key": "aws:x", "Value": "y"}]', ""),
        ("AWS::S3::Bucket", "/Tags", TAG, '[{"Key": "a", "Value": "b"}, {"Key": "mine", "Value": "y"}]', ""),
        ("AWS::EC2::Instance", "/Port", "5432", '"5432"', "another way"),
        ("AWS::EC2::Instance", "/Flag", "true", "True", "another way"),
        ("AWS::EC2::Instance", "/Ids", '["a", "b"]', '["b", "a"]', "another order"),
        ("AWS::EC2::Instance", "/Ids", '["a", "b"]', '["b", "b"]', ""),
        ("AWS::EC2::Instance", "/Name", "Shop", "shop", ""),
    ],
)
def test_explanations(kind: str, path: str, expected: str, actual: str, word: str) -> None:
    """Revisions, scaling, newer minor versions, AWS's tags and other spellings are explained, and nothing else is."""
    found = said(kind, path, expected, actual)
    assert (word in found) if word else not found


def test_the_number_of_tasks_is_drift_without_scaling() -> None:
    """Where nothing scales, somebody changed the number of tasks by hand."""
    assert not said(SERVICE, "/DesiredCount", "2", "5", scales=False)


def test_storage_that_may_grow() -> None:
    """A database's storage grows by itself up to its limit, where it has one."""
    assert said(DATABASE, "/AllocatedStorage", "20", "30", whole='{"MaxAllocatedStorage": 100}')
    assert not said(DATABASE, "/AllocatedStorage", "30", "20", whole='{"MaxAllocatedStorage": 100}')


def test_a_tag_that_aws_added() -> None:
    """A tag of AWS that stands by itself in a difference is explained, and one of a person is not."""
    path = "/Tags/2"
    assert said("AWS::S3::Bucket", path, "null", '{"Key": "aws:x", "Value": "y"}', how="ADD")
    assert not said("AWS::S3::Bucket", path, "null", '{"Key": "x", "Value": "y"}', how="ADD")
    assert said("AWS::SSM::Parameter", "/Tags", '{"a": "b"}', '{"a": "b", "aws:x": "y"}')
