"""How long one change of one resource takes."""

from pathlib import Path

import pytest

from tasktracker_cfn.insight.duration import readings
from tasktracker_cfn.insight.duration.readings import READINGS, SNAPSHOT, TAGS, UNKNOWN, reading_of
from tasktracker_cfn.insight.duration.spans import NOTHING, about
from tasktracker_cfn.insight.duration.taking import Action, Change, Policy, leaving, making
from tests.insight.written import system

DATABASE = READINGS["AWS::RDS::DBInstance"]


def change(resource_type: str, action: Action = "create", policy: Policy = "Delete", *properties: str) -> Change:
    """Give a change of a resource R of the root."""
    return Change((), "R", resource_type, action, policy, frozenset(properties))


@pytest.mark.parametrize(
    ("resource_type", "properties", "expected"),
    [
        ("AWS::RDS::DBInstance", "{MultiAZ: false}", DATABASE.create),
        ("AWS::RDS::DBInstance", "{MultiAZ: 'true'}", DATABASE.create.times(1.5)),
        ("AWS::RDS::DBInstance", "{DBClusterIdentifier: one}", readings.AURORA.create),
        ("AWS::EC2::VPCEndpoint", "{}", readings.GATEWAY_ENDPOINT.create),
        ("AWS::EC2::VPCEndpoint", "{VpcEndpointType: Interface}", READINGS["AWS::EC2::VPCEndpoint"].create),
        ("AWS::Lambda::Function", "{Handler: x}", about(25)),
        ("AWS::Lambda::Function", "{VpcConfig: {SubnetIds: [a]}}", readings.VPC_FUNCTION.create),
        ("AWS::SecretsManager::RotationSchedule", "{}", about(17)),
        (
            "AWS::SecretsManager::RotationSchedule",
            "{HostedRotationLambda: {RotationType: X}}",
            readings.HOSTED_ROTATION.create,
        ),
        ("Custom::Anything", "{}", about(119)),
        ("AWS::New::Thing", "{}", UNKNOWN.create),
    ],
)
def test_creations(tmp_path: Path, resource_type: str, properties: str, expected: object) -> None:
    """A creation takes what has been read of the type, or of the kind of it that the template describes."""
    found = system(tmp_path, f"Resources: {{R: {{Type: '{resource_type}', Properties: {properties}}}}}")
    taken = making(found, change(resource_type), found.one(resource_type))
    assert taken == (expected, resource_type != "AWS::New::Thing")


@pytest.mark.parametrize(
    ("action", "properties", "expected"),
    [
        ("replace", (), DATABASE.create),
        ("update", (), DATABASE.update),
        ("update", ("BackupRetentionPeriod",), DATABASE.update),
        ("update", ("DBInstanceClass", "Tags"), DATABASE.create),
        ("update", ("Tags",), TAGS),
        ("import", (), TAGS),
        ("delete", (), NOTHING),
    ],
)
def test_updates(tmp_path: Path, action: Action, properties: tuple[str, ...], expected: object) -> None:
    """An update takes what has been read of it; with another class there is another instance, tags are only noted."""
    found = system(tmp_path, "Resources: {R: {Type: AWS::RDS::DBInstance, Properties: {}}}")
    taken = making(found, change("AWS::RDS::DBInstance", action, "Delete", *properties), found.items[0])
    assert taken.span == expected


@pytest.mark.parametrize(
    ("resource_type", "action", "policy", "expected", "is_read"),
    [
        ("AWS::RDS::DBInstance", "delete", "Delete", DATABASE.delete, True),
        ("AWS::RDS::DBInstance", "replace", "Snapshot", DATABASE.delete and DATABASE.delete.then(SNAPSHOT), True),
        ("AWS::RDS::DBInstance", "delete", "Retain", NOTHING, True),
        ("AWS::RDS::DBInstance", "update", "Delete", NOTHING, True),
        ("AWS::SNS::Topic", "delete", "Delete", about(2), True),
        ("AWS::ElastiCache::CacheCluster", "delete", "Delete", about(172), False),
        ("AWS::New::Thing", "delete", "Delete", UNKNOWN.create.times(0.5), False),
    ],
)
def test_deletions(resource_type: str, action: Action, policy: Policy, expected: object, is_read: bool) -> None:
    """What goes takes what has been read, or half a creation; a snapshot comes before, and what stays takes nothing."""
    assert leaving(change(resource_type, action, policy), None) == (expected, is_read)


def test_readings() -> None:
    """Every reading has ends in their order, and says where it is from."""
    for resource_type, reading in READINGS.items():
        assert reading.source, resource_type
        for span in filter(None, (reading.create, reading.update, reading.delete)):
            assert 0 < span.low <= span.likely <= span.high, resource_type


def test_load_balancer() -> None:
    """Nobody has read a load balancer that was made as quickly as the average has it, so the logs count."""
    assert READINGS["AWS::ElasticLoadBalancingV2::LoadBalancer"].create.low > 116
    assert reading_of("AWS::New::Thing") is None
