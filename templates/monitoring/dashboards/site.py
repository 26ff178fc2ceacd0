"""The site's dashboard: what CloudFront serves."""

from collections.abc import Mapping, Sequence

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring.dashboards import firewall
from templates.monitoring.dashboards.widgets import Graph, Line, Series, dashboard, reference
from templates.monitoring.edge_alarms import CLOUDFRONT

# O06: CloudFront publishes there only, wherever the dashboard is.
REGION = "us-east-1"
FIVE_MINUTES = 300
ERROR_CODES = ("401", "403", "404", "502", "503", "504")


def build(
    system: SystemConfig, config: MonitoringConfig, distribution_id: Name, alarms: Sequence[AWSObject]
) -> cloudwatch.Dashboard:
    """Give the dashboard."""
    of = {"DistributionId": reference(distribution_id), "Region": "Global"}
    errors = [Line("Alarm", config.site_error_percent)] if config.site_error_percent is not None else []
    rows = [
        [
            _graph("Requests", of, "Sum", "Requests"),
            _graph("Transfer, bytes", of, "Sum", "BytesDownloaded", "BytesUploaded"),
        ],
        [
            _graph(
                "Errors, percent of requests",
                of,
                "Average",
                "4xxErrorRate",
                "5xxErrorRate",
                "TotalErrorRate",
                lines=errors,
            )
        ],
    ]
    site = system.edge.site
    if site is not None and site.additional_metrics:
        # Published only where the distribution has additional metrics switched on.
        rows[1].append(
            _graph("Errors by code, percent of requests", of, "Average", *(f"{code}ErrorRate" for code in ERROR_CODES))
        )
        rows.append([_graph("Found in the cache, percent", of, "Average", "CacheHitRate"), _origin(of)])
    if site is not None:
        rows.append(firewall.row(system, site.waf, "site", config.waf_blocked_requests, REGION))
    return dashboard("SiteDashboard", f"Alarms of the site of {system.name}", alarms, rows)


def _graph(title: str, of: Mapping[str, str], stat: str, *names: str, lines: Sequence[Line] = ()) -> Graph:
    series = [Series(CLOUDFRONT, name, of, stat, name) for name in names]
    return Graph(title, series, period=FIVE_MINUTES, region=REGION, lines=lines)


def _origin(of: Mapping[str, str]) -> Graph:
    series = [Series(CLOUDFRONT, "OriginLatency", of, stat, stat) for stat in ("p50", "p90")]
    return Graph("Latency of the bucket, milliseconds", series, period=FIVE_MINUTES, region=REGION)
