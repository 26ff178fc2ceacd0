"""Every metric that is watched or shown is published, under these dimensions, by what this system has."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tasktracker_cfn.gate.rules.monitoring import database_metrics
from tasktracker_cfn.gate.rules.monitoring.published import PUBLISHED
from tests.watching import ALL, CLUSTER, INSTANCE, Template, alarms, dashboards, resources, system_of, watch

# What each dimension is to be: a parameter of the stack, or a text.
VALUES: dict[str, set[str]] = {
    "LoadBalancer": {"LoadBalancerFullName"},
    "TargetGroup": {"ApiTargetGroupFullName"},
    "ClusterName": {"ClusterName"},
    "ServiceName": {"ServiceName"},
    "DBInstanceIdentifier": {"DatabaseIdentifier"},
    "DBClusterIdentifier": {"DatabaseIdentifier"},
    "DistributionId": {"DistributionId"},
    # CloudFront's are of no region, the load balancer's firewall is of the stack's own.
    "Region": {"Global", "AWS::Region"},
    "Rule": {"ALL"},
    "WebACL": {f"{CLUSTER.replace('/', '-')}-load-balancer", f"{CLUSTER.replace('/', '-')}-site"}
    | {f"{INSTANCE.replace('/', '-')}-load-balancer"},
}
Used = tuple[str, str, str, Mapping[str, str]]


def _of_alarms(template: Template) -> Iterator[Used]:
    for name, alarm in alarms(template).items():
        stats = [query["MetricStat"]["Metric"] for query in alarm.get("Metrics", []) if "MetricStat" in query]
        for metric in stats or [alarm]:
            pairs = {entry["Name"]: _plain(entry["Value"]) for entry in metric["Dimensions"]}
            yield name, metric["Namespace"], metric["MetricName"], pairs


def _plain(value: Any) -> str:
    return str(value["Ref"] if isinstance(value, Mapping) else value)


def _of_dashboards(template: Template) -> Iterator[Used]:
    for name, text in dashboards(template).items():
        for widget in json.loads(text)["widgets"]:
            for row in widget["properties"].get("metrics", []):
                if isinstance(row[0], str):
                    namespace, metric, *flat, _ = row
                    pairs = {key: value.strip("${}") for key, value in zip(flat[::2], flat[1::2], strict=True)}
                    yield name, namespace, metric, pairs


@pytest.mark.parametrize("folder", [CLUSTER, INSTANCE])
def test_published(folder: str) -> None:
    """No alarm and no graph looks at a metric or at dimensions that do not exist."""
    template = watch(ALL, folder)
    database = system_of(folder).data.database
    assert database is not None
    (counter,) = resources(template, "AWS::Logs::MetricFilter").values()
    (own,) = counter["MetricTransformations"]
    used = [*_of_alarms(template), *_of_dashboards(template)]
    assert len(used) > 60
    for where, namespace, metric, dimensions in used:
        if (namespace, metric) == (own["MetricNamespace"], own["MetricName"]):
            assert not dimensions
            continue
        assert frozenset(dimensions) in PUBLISHED[namespace, metric], f"{where}: {namespace} {metric} {dimensions}"
        assert namespace != "AWS/RDS" or database_metrics.has(database.engine, metric), f"{where}: {metric}"
        for name, value in dimensions.items():
            assert value in VALUES[name], f"{where}: {metric} {name} is {value}"


@pytest.mark.parametrize(
    ("folder", "engine", "other"),
    [
        (CLUSTER, "DBClusterIdentifier", "DBInstanceIdentifier"),
        (INSTANCE, "DBInstanceIdentifier", "DBClusterIdentifier"),
    ],
)
def test_engine(folder: str, engine: str, other: str) -> None:
    """A cluster is seen by its own name and an instance by its own."""
    template = watch(ALL, folder)
    names = {name for *_, dimensions in (*_of_alarms(template), *_of_dashboards(template)) for name in dimensions}
    assert engine in names
    assert other not in names
