"""Rows of dashboards about firewalls."""

from troposphere import Ref

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.given_names import Protected
from tasktracker_cfn.config.waf import WafConfig
from templates.monitoring.dashboards.widgets import HERE, Graph, Line, Series
from templates.monitoring.firewalls import NAMESPACE, dimensions

ACTIONS = ("Allowed", "Blocked", "Counted")


def row(
    system: SystemConfig, config: WafConfig | None, protects: Protected, most: int | None, region: str = HERE
) -> list[Graph]:
    """Give what a firewall does with requests; nothing where there is none."""
    if config is None:
        return []
    told = dimensions(system, protects)
    of = {name: HERE if isinstance(value, Ref) else str(value) for name, value in told.items()}
    series = [Series(NAMESPACE, f"{action}Requests", of, "Sum", action) for action in ACTIONS]
    lines = [Line("Alarm of blocked", most)] if most is not None and not config.count_only else []
    return [Graph("Requests at the firewall", series, period=300, region=region, lines=lines)]
