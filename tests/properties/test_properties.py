"""The correctness properties hold of every configuration that is not refused, and each notices what breaks it."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings

from tasktracker_cfn.config import load
from tests.hypothesis_profile import DETERMINISTIC
from tests.properties.fuzz import Fuzzing
from tests.properties.judging import LINT, build, judge, reduced
from tests.properties.subject import Environment, broken
from tests.properties.ten import ALL
from tests.strategies.systems import valid_systems
from tests.systems.built import System
from tests.toml_files import Key, system_file, to_toml

# So many are drawn that 100 of them are valid; the rest is not built.
DRAWS, FEWEST_VALID = 240, 100
DRAWS_FOR_LINT = 2
LOCAL = settings(DETERMINISTIC, phases=[Phase.generate])


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Fuzzing:
    """Give what was found in the same drawn systems by all properties, which share the work of building them."""
    found = Fuzzing(tmp_path_factory.mktemp("survey"), lint=False)

    @settings(LOCAL, max_examples=DRAWS)
    @given(tables=valid_systems())
    def draw(tables: object) -> None:
        assert isinstance(tables, dict)
        if found.seen["built"] < FEWEST_VALID or not found.seen["refused"]:
            found.try_out(tables)

    draw()
    return found


def _told(survey: Fuzzing, kind: str) -> str:
    """Give what is to be read of a defect: what was said, how often, and a small file that shows it."""
    _, said = survey.defects[kind]
    return f"{survey.seen[f'broken: {kind}']} times {kind}:\n{said[0]}\n{to_toml(survey.reduce(kind))}"


@pytest.mark.parametrize("name", ALL)
def test_a_property_holds(name: str, survey: Fuzzing) -> None:
    """Each property holds of every drawn system that the configuration accepts, of at least 100."""
    assert survey.seen["built"] >= FEWEST_VALID
    assert name not in survey.defects, _told(survey, name)


def test_nothing_else_happens(survey: Fuzzing) -> None:
    """A drawn system is built or refused with a message, and some are refused: what two of its parts name alike."""
    others = sorted(survey.defects.keys() - ALL.keys())
    assert others == [], _told(survey, others[0])
    assert survey.seen["refused"] > 0


def test_drawn_systems_lint_clean(tmp_path: Path) -> None:
    """cfn-lint finds nothing in the first few drawn systems; `make fuzz` lints as many as one likes."""
    found: Counter[str] = Counter()

    @settings(LOCAL, max_examples=DRAWS_FOR_LINT)
    @given(tables=valid_systems())
    def draw(tables: object) -> None:
        assert isinstance(tables, dict)
        verdict = judge(tables, tmp_path, lint=True)
        found["templates"] += verdict.templates
        assert LINT not in verdict.broken, f"{verdict.broken[LINT]}\n{to_toml(tables)}"

    draw()
    assert found["templates"] >= DRAWS_FOR_LINT


# Two environments that have everything: a site, a database with a replica, backups elsewhere, alarms.
EVERYTHING: Mapping[Key, object] = {
    "environments.staging": {
        "edge": {"domain": {"name": "api.staging.example.com"}, "site": {"domain": "b.example.com"}}
    },
    "edge.site": {"domain": "a.example.com"},
    "data.secrets": {"keys": {"description": "Keys of other services"}},
    "service.access.secrets": ["keys"],
    "export_outputs": True,
    "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
    "data.database.subnets": "isolated",
    "data.database.read_replicas": 1,
    "data.database.backup_region": "us-west-2",
    "data.backup_plan": {},
    "monitoring.database_events": True,
}


class Breach(NamedTuple):
    """In one file of the first environment, one text in place of another; the property that must notice."""

    row: str
    file: str
    old: str
    new: str


PEERING = "  Peering:\n    Type: AWS::EC2::VPCPeeringConnection\n    Properties:\n      VpcId: !Ref Vpc\n"
PUBLIC_TABLE, ISOLATED_TABLE = "RouteTableId: !Ref PublicRouteTable", "RouteTableId: !Ref IsolatedRouteTable"
SECOND_ZONE, FIRST_ZONE = "- 1\n      - !GetAZs ''", "- 0\n      - !GetAZs ''"
FROM_TASKS = "SourceSecurityGroupId: !GetAtt TaskSecurityGroup.GroupId"
FROM_BALANCER = "SourceSecurityGroupId: !GetAtt LoadBalancerSecurityGroup.GroupId"
REDIRECT = "Type: redirect\n        RedirectConfig:\n          Protocol: HTTPS"
OF_REPLICA = "      VPCSecurityGroups:\n      - !Ref DatabaseSecurityGroupId\n"
SECRET_KEY = "      KmsKeyId: alias/aws/secretsmanager\n"
BREACHES = [
    Breach("S1-P1", "network", "Resources:\n", "Resources:\n" + PEERING),
    Breach("S1-P1", "root", "Name: task-management-api-development-", "Name: task-management-api-staging-"),
    Breach(
        "S1-P1",
        "data",
        "DBInstanceIdentifier: task-management-api-development",
        "DBInstanceIdentifier: task-management-api-staging",
    ),
    Breach("S1-P1", "edge", "a.example.com", "b.example.com"),
    Breach("S1-P1", "edge", "Name: task-management-api-development-site", "Name: task-management-api-staging-site"),
    Breach("S1-P1", "data", "      StorageType: gp3\n", "      SourceDBInstanceIdentifier: other\n"),
    Breach("S1-P1", "data", "      SourceDBInstanceIdentifier: !Ref Database\n", ""),
    Breach("S1-P1", "root", "VpcId: !GetAtt Network.Outputs.VpcId", "VpcId: vpc-0123456789abcdef0"),
    Breach("S1-P1", "root", "VpcId: !GetAtt Network.Outputs.VpcId", "VpcId: !ImportValue shared-vpc"),
    Breach("S1-P2", "data", "PubliclyAccessible: false", "PubliclyAccessible: true"),
    Breach("S1-P2", "data", "rds.force_ssl: '1'", "rds.force_ssl: '0'"),
    Breach("S1-P2", "data", f"{OF_REPLICA}      PreferredM", "      PreferredM"),
    Breach("S1-P2", "network", ISOLATED_TABLE, PUBLIC_TABLE),
    Breach("S1-P2", "network", FROM_TASKS, "CidrIp: 203.0.113.0/24"),
    Breach("S1-P3", "data", SECRET_KEY, ""),
    Breach("S1-P3", "data", "StorageEncrypted: true", "StorageEncrypted: false"),
    Breach("S1-P3", "service", "          - !Ref DatabaseSecretArn\n", "          - '*'\n"),
    Breach(
        "S1-P3",
        "service",
        "          - !Ref KeysSecretArn\n",
        "          - !Sub arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*\n",
    ),
    Breach("S1-P3", "data", "PasswordLength: 32", "Password: correct-horse"),
    Breach("S1-P4", "service", "- Key: Project", "- Key: Projekt"),
    Breach(
        "S1-P4",
        "root",
        "- Key: Environment\n        Value: development",
        "- Key: Environment\n        Value: production",
    ),
    Breach("S1-P5", "network", SECOND_ZONE, FIRST_ZONE),
    Breach("S1-P5", "data", "MultiAZ: true", "MultiAZ: false"),
    Breach(
        "S1-P6",
        "edge",
        REDIRECT,
        "Type: forward\n        TargetGroupArn: !Ref ApiTargetGroup\n        RedirectConfig:\n          Protocol: HTTP",
    ),
    Breach("S1-P6", "edge", "ViewerProtocolPolicy: redirect-to-https", "ViewerProtocolPolicy: allow-all"),
    Breach("S1-P6", "edge", "ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"),
    Breach("S1-P6", "edge", "MinimumProtocolVersion: TLSv1.2_2021", "MinimumProtocolVersion: TLSv1"),
    Breach("S1-P7", "data", "BackupRetentionPeriod: 7", "BackupRetentionPeriod: 0"),
    Breach("S1-P7", "data", "BackupRetentionPeriod: 7", "BackupRetentionPeriod: 1"),
    Breach("S1-P7", "data", "ReplicationRegion: us-west-2", "ReplicationRegion: us-west-1"),
    Breach("S1-P7", "data", "- !GetAtt Database.DBInstanceArn", "- arn:aws:rds:us-east-1:111111111111:db:other"),
    Breach("S1-P7", "data", "DeletionPolicy: Snapshot", "DeletionPolicy: Delete"),
    Breach("S1-P8", "network", FROM_BALANCER, "CidrIp: 0.0.0.0/0"),
    Breach("S1-P8", "network", FROM_BALANCER, "CidrIp: 10.0.0.0/16"),
    Breach("S1-P8", "network", f"      {FROM_TASKS}\n", ""),
    Breach("S1-P8", "network", "FromPort: 80\n", "FromPort: 22\n"),
    Breach("S1-P9", "monitoring", "      AlarmActions:\n      - !Ref AlarmTopic\n", ""),
    Breach("S1-P9", "monitoring", "      Threshold: 80\n", ""),
    Breach("S1-P9", "monitoring", "MetricName: CPUUtilization", "MetricName: FreeStorageSpace"),
    Breach("S1-P9", "monitoring", "- cloudwatch.amazonaws.com", "- events.amazonaws.com"),
    Breach("S1-P9", "monitoring", "- events.rds.amazonaws.com", "- rds.amazonaws.com"),
    Breach("S1-P10", "root", "VpcId: !GetAtt Network.Outputs.VpcId", "VpcId: !GetAtt Network.Outputs.Vpc"),
    Breach("S1-P10", "root", "        VpcId: !GetAtt Network.Outputs.VpcId\n", ""),
    Breach("S1-P10", "service", "AWS::ECS::TaskDefinition", "AWS::ECS::TaskSet"),
    Breach("S1-P10", "network", "10.0.21.0/24", "10.0.20.0/25"),
    Breach(
        "N06", "network", "CidrIp: 0.0.0.0/0\n        Description: AWS", "CidrIp: 10.0.0.0/16\n        Description: AWS"
    ),
    Breach("S1-P1", "network", "Resources:\n", "Resources:\n  VpnGateway:\n    Type: AWS::EC2::VPNGateway\n"),
]


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> list[Environment]:
    """Give two environments of one system that has everything the properties are about."""
    folder = tmp_path_factory.mktemp("everything")
    return build(load(system_file(folder, EVERYTHING)), folder / "out")


def _row(name: str) -> str:
    return name.split(maxsplit=1)[0]


def test_the_unbroken_system_has_all_properties(environments: list[Environment]) -> None:
    """What is broken below is whole before."""
    assert {name: broken(check, environments) for name, check in ALL.items()} == {name: [] for name in ALL}


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.row} {breach.new.strip():.40}")
def test_a_breach_is_noticed(breach: Breach, environments: list[Environment], tmp_path: Path) -> None:
    """A property does not hold of templates in which what it is about is broken."""
    first, *others = environments
    for file in first.built.folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        if file.stem == breach.file:
            assert breach.old in text, f"{file.name} does not say {breach.old}"
            text = text.replace(breach.old, breach.new)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    (check,) = (check for name, check in ALL.items() if _row(name) == breach.row)
    assert broken(check, [Environment(first.config, System(tmp_path)), *others]) != []


def test_each_property_has_been_seen_to_fail() -> None:
    """Every property is among those that notice something."""
    assert {breach.row for breach in BREACHES} == set(map(_row, ALL))


def test_a_traceback_is_a_defect(tmp_path: Path) -> None:
    """What is no table of a system is refused, and what cannot even be written as TOML is not mistaken for that."""
    assert judge({"system": "a"}, tmp_path).refused
    with pytest.raises(TypeError):
        judge({"system": object()}, tmp_path)


def test_a_failing_table_is_made_small() -> None:
    """Keys that do not matter are left out, at any depth."""
    table = {"a": {"b": 1, "c": {"d": 2}}, "e": 3}
    assert reduced(table, lambda smaller: "c" in smaller.get("a", {}), 50) == {"a": {"c": {}}}
