"""What firewalls do with requests is watched and shown where there are some that block."""

import json
import re
from typing import Any

import pytest

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.waf import LoadBalancerWafConfig, WafConfig
from tests.watching import CLUSTER, Template, alarms, dashboards, system_of, watch

NAME = CLUSTER.replace("/", "-")
WATCHED = {"waf_blocked_requests": 70, "dashboards": True}


def _system(balancer: LoadBalancerWafConfig | None, site: WafConfig | None) -> SystemConfig:
    system = system_of(CLUSTER)
    assert system.edge.site is not None
    edge = {"waf": balancer, "site": system.edge.site.model_copy(update={"waf": site})}
    return system.model_copy(update={"edge": system.edge.model_copy(update=edge)})


def _graphs(template: Template) -> dict[str, dict[str, Any]]:
    """Give the graphs of firewalls by their dashboards."""
    found: dict[str, dict[str, Any]] = {}
    for name, text in dashboards(template).items():
        for widget in json.loads(re.sub(r"\$\{([^}]*)\}", r"<\1>", text))["widgets"]:
            if "firewall" in widget["properties"]["title"]:
                found[name] = widget["properties"]
    return found


def test_alarms() -> None:
    """Each firewall's blocks are judged by themselves, the load balancer's in its region, the site's without one."""
    found = alarms(watch(WATCHED, _system(LoadBalancerWafConfig(), WafConfig())))
    assert set(found) == {"FirewallBlocksAlarm", "SiteFirewallBlocksAlarm"}
    for alarm in found.values():
        assert (alarm["Statistic"], alarm["Threshold"], alarm["Period"]) == ("Sum", 70, 300)
    assert found["FirewallBlocksAlarm"]["AlarmDescription"].startswith("The firewall of the load balancer has blocked")
    dimensions = {
        name: {entry["Name"]: entry["Value"] for entry in alarm["Dimensions"]} for name, alarm in found.items()
    }
    assert dimensions == {
        "FirewallBlocksAlarm": {"WebACL": f"{NAME}-load-balancer", "Region": {"Ref": "AWS::Region"}, "Rule": "ALL"},
        "SiteFirewallBlocksAlarm": {"WebACL": f"{NAME}-site", "Rule": "ALL"},
    }


@pytest.mark.parametrize(
    ("balancer", "site", "expected"),
    [
        (LoadBalancerWafConfig(), None, {"FirewallBlocksAlarm"}),
        (None, WafConfig(), {"SiteFirewallBlocksAlarm"}),
        (LoadBalancerWafConfig(count_only=True), WafConfig(), {"SiteFirewallBlocksAlarm"}),
        (LoadBalancerWafConfig(), WafConfig(count_only=True), {"FirewallBlocksAlarm"}),
    ],
)
def test_only_what_blocks(balancer: LoadBalancerWafConfig | None, site: WafConfig | None, expected: set[str]) -> None:
    """There is no alarm for a firewall that is not there or that only counts."""
    assert set(alarms(watch(WATCHED, _system(balancer, site)))) == expected


def test_graphs() -> None:
    """Each dashboard shows its firewall, where its metrics are, with the threshold that is set."""
    found = _graphs(watch(WATCHED, _system(LoadBalancerWafConfig(), WafConfig())))
    regions = {name: graph["region"] for name, graph in found.items()}
    assert regions == {"ApiDashboard": "<AWS::Region>", "SiteDashboard": "us-east-1"}
    for graph in found.values():
        assert [row[1] for row in graph["metrics"]] == ["AllowedRequests", "BlockedRequests", "CountedRequests"]
        assert graph["annotations"] == {"horizontal": [{"label": "Alarm of blocked", "value": 70}]}


def test_no_firewall() -> None:
    """Without firewalls there is neither alarm nor graph."""
    template = watch(WATCHED, _system(None, None))
    assert not alarms(template)
    assert not _graphs(template)


def test_no_threshold() -> None:
    """A firewall is shown without an alarm, and one that only counts without a line for what would be an alarm."""
    assert all("annotations" not in graph for graph in _graphs(watch({"dashboards": True})).values())
    counting = _system(LoadBalancerWafConfig(count_only=True), WafConfig(count_only=True))
    assert all("annotations" not in graph for graph in _graphs(watch(WATCHED, counting)).values())
