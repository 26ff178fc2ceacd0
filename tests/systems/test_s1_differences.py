"""The three environments of document 001 differ in what the configuration says, and in nothing else."""

from collections.abc import Callable
from itertools import permutations

import pytest

from tests.systems import community, differences, names
from tests.systems.built import System
from tests.systems.dashboards import Graph, graphs

Builder = Callable[[str], System]

# What the goals ask of production: own keys, backups apart from the database's own, access logs, firewalls.
HARDENED = {
    "Data/BackupPlan",
    "Data/BackupRole",
    "Data/BackupSelection",
    "Data/BackupVault",
    "Data/DatabaseMonitoringRole",
    "Edge/AccessLogBucket",
    "Edge/AccessLogBucketPolicy",
    "Edge/LogDeliveryPolicy",
    "Edge/SiteAccessLogBucket",
    "Edge/SiteAccessLogBucketPolicy",
    "Edge/SiteBucketLogBucket",
    "Edge/SiteBucketLogBucketPolicy",
    "Edge/SiteLogDelivery",
    "Edge/SiteLogDestination",
    "Edge/SiteLogSource",
    "Edge/SiteWebAcl",
    "Edge/SiteWebAclLogGroup",
    "Edge/SiteWebAclLogging",
    "Edge/WebAcl",
    "Edge/WebAclAssociation",
    "Edge/WebAclLogGroup",
    "Edge/WebAclLogging",
    "Keys",
    "Keys/LogsKey",
    "Keys/TopicsKey",
}
# A reader, a NAT gateway for each zone, a topic for critical alarms, and alarms on the use of what may fail.
PRODUCTION_ONLY = HARDENED | {
    "Data/DatabaseReader1",
    "Network/NatAddressB",
    "Network/NatGatewayB",
    "Network/PrivateRouteTableA",
    "Network/PrivateRouteTableB",
    "Network/PrivateDefaultRouteA",
    "Network/PrivateDefaultRouteB",
    "Monitoring/CriticalAlarmTopic",
    "Monitoring/CriticalAlarmTopicPolicy",
    "Monitoring/CriticalAlarmEmailSubscription",
    "Monitoring/FastBurnAlarm",
    "Monitoring/FastBurnFiveMinutesAlarm",
    "Monitoring/FastBurnOneHourAlarm",
    "Monitoring/SlowBurnAlarm",
    "Monitoring/SlowBurnSixHoursAlarm",
    "Monitoring/SlowBurnThirtyMinutesAlarm",
}
# Both zones share one way out.
SHARED_WAY_OUT = {"Network/PrivateRouteTable", "Network/PrivateDefaultRoute"}
ONLY_IN = {
    ("production", "dev"): PRODUCTION_ONLY,
    ("dev", "production"): SHARED_WAY_OUT,
    ("staging", "dev"): {"Data/DatabaseReader1"},
    ("dev", "staging"): set(),
    ("production", "staging"): PRODUCTION_ONLY - {"Data/DatabaseReader1"},
    ("staging", "production"): SHARED_WAY_OUT,
}
# Of each place, what dev has and what staging has.
DEV_AND_STAGING = {
    "Network/Vpc.CidrBlock": ("10.0.0.0/16", "10.1.0.0/16"),
    "Network/PublicSubnetA.CidrBlock": ("10.0.1.0/24", "10.1.1.0/24"),
    "Network/PublicSubnetB.CidrBlock": ("10.0.2.0/24", "10.1.2.0/24"),
    "Network/PrivateSubnetA.CidrBlock": ("10.0.10.0/24", "10.1.10.0/24"),
    "Network/PrivateSubnetB.CidrBlock": ("10.0.11.0/24", "10.1.11.0/24"),
    "Network/FlowLogGroup.RetentionInDays": (7, 30),
    "Data/Database.ServerlessV2ScalingConfiguration.MinCapacity": (0.5, 1),
    "Data/Database.ServerlessV2ScalingConfiguration.MaxCapacity": (2, 4),
    "Data/DatabaseLogGroup.RetentionInDays": (7, 30),
    "Data/DatabasePostgresqlLogs.RetentionInDays": (7, 30),
    "Data/DatabaseRotationLogs.RetentionInDays": (7, 30),
    "Service/TaskDefinition.Cpu": ("256", "512"),
    "Service/TaskDefinition.Memory": ("512", "1024"),
    "Service/TaskDefinition.ContainerDefinitions.0.Memory": (512, 1024),
    "Service/ScalableTarget.MinCapacity": (1, 2),
    "Service/ScalableTarget.MaxCapacity": (3, 6),
    "Service/TaskLogGroup.RetentionInDays": (7, 30),
    "Service/RestartLogGroup.RetentionInDays": (7, 30),
    "Monitoring/DatabaseConnectionsAlarm.Threshold": (150, 300),
    "Monitoring/RunningTasksAlarm.Threshold": (1, 2),
    # `disposable`, and `deletion_protection` of the database:
    "Data/Database.DeletionProtection": (False, True),
    "Data/DatabaseSecret.DeletionPolicy": ("Delete", "Retain"),
    "Data/ApiConfigSecret.DeletionPolicy": ("Delete", "Retain"),
    "Edge/LoadBalancer.LoadBalancerAttributes.2.Value": ("false", "true"),
}
# Texts in which the numbers above stand.
IN_NUMBERS_ONLY = {
    "Monitoring/DatabaseConnectionsAlarm.AlarmDescription",
    "Monitoring/RunningTasksAlarm.AlarmDescription",
    "Monitoring/TasksBelowDesiredAlarm.Metrics.0.Expression",
}
# A dashboard in which they stand as well, and where a reader is, how far it lags behind.
DASHBOARD = "Monitoring/DatabaseDashboard.DashboardBody"


def environments(built: Builder, *asked: str) -> list[System]:
    """Give environments of the system by their names."""
    return [built(f"community-tracker/{name}") for name in asked]


def _shown(graph: Graph) -> tuple[str, str, str]:
    namespace = differences.without_numbers(graph.namespace)
    return namespace, graph.name, f"{graph.statistic} of {graph.dimensions} in {graph.region}"


@pytest.mark.parametrize("pair", ONLY_IN, ids="-".join)
def test_resources(pair: tuple[str, str], built: Builder) -> None:
    """An environment has these resources that another has not, and no others."""
    one, other = environments(built, *pair)
    assert differences.only_in(one, other) == ONLY_IN[pair]


def test_resources_of_the_same_name_are_of_the_same_type(built: Builder) -> None:
    """What two environments both have is of one type."""
    for one, other in permutations(environments(built, *community.ENVIRONMENTS), 2):
        mine, theirs = differences.resources(one), differences.resources(other)
        assert {name: mine[name] for name in mine.keys() & theirs.keys()}.items() <= theirs.items()


def test_properties(built: Builder) -> None:
    """Dev and staging differ in these properties, but for the environment's name in names, and in no others."""
    found = differences.otherwise(*environments(built, "dev", "staging"))
    texts = {*IN_NUMBERS_ONLY, DASHBOARD}
    assert {place: values for place, values in found.items() if place not in texts} == DEV_AND_STAGING
    assert found.keys() >= texts
    for place in IN_NUMBERS_ONLY:
        dev, staging = found[place]
        assert differences.without_numbers(dev) == differences.without_numbers(staging)


def test_dashboards(built: Builder) -> None:
    """The dashboards of dev and staging show the same, but for the lag of the reader that dev has not."""
    dev, staging = ([_shown(graph) for graph in graphs(system)] for system in environments(built, "dev", "staging"))
    assert [graph for graph in dev if graph not in staging] == []
    assert [graph[1] for graph in staging if graph not in dev] == ["AuroraReplicaLagMaximum"]


def test_parameters_and_outputs(built: Builder) -> None:
    """Dev and staging take the same parameters and give the same outputs, but for the environment's name."""
    dev, staging = environments(built, "dev", "staging")
    assert differences.around(dev) == differences.around(staging)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("service", "mode: non-blocking", "mode: blocking", "Service/TaskDefinition"),
        ("data", "    DeletionPolicy: Snapshot\n", "    DeletionPolicy: Delete\n", "Data/Database"),
        ("edge", "nosniff", "sniff", "Edge/SecurityHeadersFunction"),
        ("monitoring", "Statistic: Sum\n", "Statistic: Average\n", "Monitoring/DatabaseConnectionFailuresAlarm"),
        ("network", "      MaxAggregationInterval: 600\n", "", "Network/FlowLog"),
    ],
)
def test_a_difference_is_noticed(
    file: str, old: str, new: str, place: str, built: Builder, mutated: Callable[..., System]
) -> None:
    """What only one environment's templates say is found, whether it is a property or an attribute."""
    staging = mutated("community-tracker/staging", f"{file}.yaml", old, new)
    found = differences.otherwise(built("community-tracker/dev"), staging)
    assert [name.split(".")[0] for name in found.keys() - DEV_AND_STAGING.keys() - IN_NUMBERS_ONLY - {DASHBOARD}] == [
        place
    ]


def test_exports(built: Builder) -> None:
    """Every environment exports the same outputs under names of its own, and a system that does not say so, none."""
    exports = {system.folder.name: names.exports(system) for system in environments(built, *community.ENVIRONMENTS)}
    for environment, found in exports.items():
        assert found == {name: f"community-tracker-{environment}-{name}" for name in found}
    assert len({frozenset(found) for found in exports.values()}) == 1
    assert len({name for found in exports.values() for name in found.values()}) == 3 * 6
    assert names.exports(built("tasktracker/demo")) == {}
