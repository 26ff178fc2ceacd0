"""Document 001's dashboards: of the API, of the database and of the site."""

from tests.systems import alarms, community, dashboards
from tests.systems.built import System
from tests.systems.dashboards import shown

pytestmark = community.EVERY
BALANCER, TASKS, INSIGHTS, DATABASE, SITE = (
    "AWS/ApplicationELB",
    "AWS/ECS",
    "ECS/ContainerInsights",
    "AWS/RDS",
    "AWS/CloudFront",
)


def test_s1_81_there_are_three_dashboards(system: System) -> None:
    """One dashboard each shows the API, the database and the site, by metrics that are published."""
    shows: dict[str, set[str]] = {}
    for graph in dashboards.graphs(system):
        shows.setdefault(str(graph.dashboard), set()).add(graph.namespace)
        published = alarms.is_published(system, graph.namespace, graph.name, graph.dimensions)
        assert published, f"{graph.dashboard}: {graph.name}"
    assert len(system.of("AWS::CloudWatch::Dashboard")) == 3
    of_api = [name for name, namespaces in shows.items() if namespaces & {BALANCER, TASKS, INSIGHTS}]
    of_database = [name for name, namespaces in shows.items() if DATABASE in namespaces]
    of_site = [name for name, namespaces in shows.items() if SITE in namespaces]
    assert [len(of_api), len(of_database), len(of_site)] == [1, 1, 1]
    assert len({*of_api, *of_database, *of_site}) == 3


def test_s1_82_requests_are_shown(system: System) -> None:
    """A dashboard shows the number of requests."""
    assert shown(system, BALANCER, "RequestCount", statistic="Sum")


def test_s1_83_the_median_latency_is_shown(system: System) -> None:
    """A dashboard shows the latency that half of the requests exceed."""
    assert shown(system, BALANCER, "TargetResponseTime", statistic="p50")


def test_s1_84_the_latency_of_the_slow_is_shown(system: System) -> None:
    """A dashboard shows the latency that 5 percent of the requests exceed."""
    assert shown(system, BALANCER, "TargetResponseTime", statistic="p95")


def test_s1_85_the_latency_of_the_slowest_is_shown(system: System) -> None:
    """A dashboard shows the latency that 1 percent of the requests exceeds."""
    assert shown(system, BALANCER, "TargetResponseTime", statistic="p99")


def test_s1_86_errors_are_shown(system: System) -> None:
    """A dashboard shows the 5xx of targets and of the load balancer itself."""
    assert shown(system, BALANCER, "HTTPCode_Target_5XX_Count", statistic="Sum")
    assert shown(system, BALANCER, "HTTPCode_ELB_5XX_Count", statistic="Sum")


def test_s1_87_status_codes_are_shown(system: System) -> None:
    """A dashboard shows the 2xx, 4xx and 5xx of targets."""
    for kind in ("2XX", "4XX", "5XX"):
        assert shown(system, BALANCER, f"HTTPCode_Target_{kind}_Count", statistic="Sum")


def test_s1_88_tasks_are_shown(system: System) -> None:
    """A dashboard shows the number of running tasks."""
    assert shown(system, INSIGHTS, "RunningTaskCount")


def test_s1_89_the_cpu_of_tasks_is_shown(system: System) -> None:
    """A dashboard shows the CPU that tasks use."""
    assert shown(system, TASKS, "CPUUtilization")


def test_s1_90_the_memory_of_tasks_is_shown(system: System) -> None:
    """A dashboard shows the memory that tasks use."""
    assert shown(system, TASKS, "MemoryUtilization")


def test_s1_91_connections_are_shown(system: System) -> None:
    """A dashboard shows the connections to the database."""
    assert shown(system, DATABASE, "DatabaseConnections")


def test_s1_92_the_latency_of_the_database_is_shown(system: System) -> None:
    """A dashboard shows latencies that Aurora PostgreSQL publishes."""
    assert shown(system, DATABASE, "ReadLatency")
    assert shown(system, DATABASE, "WriteLatency")
    assert shown(system, DATABASE, "CommitLatency")


def test_s1_93_the_cpu_of_the_database_is_shown(system: System) -> None:
    """A dashboard shows the CPU that the database uses."""
    assert shown(system, DATABASE, "CPUUtilization")


def test_s1_94_the_memory_of_the_database_is_shown(system: System) -> None:
    """A dashboard shows the memory that the database has left."""
    assert shown(system, DATABASE, "FreeableMemory")


def test_s1_95_the_storage_of_the_database_is_shown(system: System) -> None:
    """A dashboard shows the storage that the database uses."""
    assert shown(system, DATABASE, "VolumeBytesUsed")


def test_s1_96_operations_of_the_database_are_shown(system: System) -> None:
    """A dashboard shows the input and output operations of the database."""
    assert shown(system, DATABASE, "VolumeReadIOPs")
    assert shown(system, DATABASE, "VolumeWriteIOPs")


def test_s1_97_requests_of_the_site_are_shown(system: System) -> None:
    """A dashboard shows the requests that the distribution gets."""
    assert shown(system, SITE, "Requests", statistic="Sum")


def test_s1_98_the_hit_rate_of_the_cache_is_shown(system: System) -> None:
    """A dashboard shows the distribution's cache hit rate."""
    assert shown(system, SITE, "CacheHitRate")


def test_s1_100_errors_of_the_site_are_shown_by_code(system: System) -> None:
    """A dashboard shows the distribution's rates of 4xx and 5xx."""
    assert shown(system, SITE, "4xxErrorRate")
    assert shown(system, SITE, "5xxErrorRate")


def test_s1_101_the_transfer_of_the_site_is_shown(system: System) -> None:
    """A dashboard shows what the distribution sends."""
    assert shown(system, SITE, "BytesDownloaded", statistic="Sum")


def test_s1_102_metrics_of_the_site_are_looked_for_where_they_are(system: System) -> None:
    """Every graph of the distribution asks us-east-1 for the region Global."""
    graphs = [graph for graph in dashboards.graphs(system) if graph.namespace == SITE]
    assert graphs
    assert {(graph.region, graph.dimensions.get("Region")) for graph in graphs} == {("us-east-1", "Global")}
