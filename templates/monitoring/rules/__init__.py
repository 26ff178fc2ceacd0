"""Prometheus rules: what is recorded, and what somebody is told of.

The same text is in the template and in a file beside it, where promtool checks and tries it.
"""

from troposphere import aps

from tasktracker_cfn.authoring.plain_yaml import plain_yaml
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig, sidecars
from tasktracker_cfn.config.alerting import RulesConfig
from templates.monitoring.rules import application, containers, mysql, postgres


def namespace(system: SystemConfig, config: RulesConfig, metric_workspace_arn: Arn) -> aps.RuleGroupsNamespace:
    """Give the rules as the workspace takes them."""
    return aps.RuleGroupsNamespace(
        "MetricRules", Workspace=metric_workspace_arn, Name=system.name, Data=text_of(system, config)
    )


def text_of(system: SystemConfig, config: RulesConfig) -> str:
    """Give the rules as YAML, in groups that are evaluated side by side."""
    groups = [
        {"name": "application-recording", "interval": "1m", "rules": application.recorded()},
        {"name": "application-alerts", "interval": "1m", "rules": application.alerts(config)},
        {"name": "container-alerts", "interval": "1m", "rules": containers.alerts(config)},
    ]
    exporter = sidecars.exporter(system)
    if exporter is not None:
        of_engine = mysql.alerts(config) if exporter.family == "mysql" else postgres.alerts(config)
        groups.append({"name": "database-alerts", "interval": "1m", "rules": of_engine})
    return plain_yaml({"groups": groups})
