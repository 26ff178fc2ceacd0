"""What every Grafana dashboard shows beside its panels: what happened when, and where to look further."""

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.regions import partition
from tasktracker_cfn.config.telemetry import CONTAINERS_JOB

Plain = dict[str, object]

SOURCE: Plain = {"type": "prometheus", "uid": "${datasource}"}


def annotations(system: SystemConfig) -> list[Plain]:
    """Give the marks on the time line: deployments, and alerts where there are rules."""
    tasks = f'ecs_task_memory_reserved{{job="{CONTAINERS_JOB}"}}'
    started = f"count by (aws_ecs_task_revision) ({tasks}) unless count by (aws_ecs_task_revision) ({tasks} offset 5m)"
    made = [
        _marks("Deployments", "blue", started, "Revision {{aws_ecs_task_revision}} starts", "aws_ecs_task_revision")
    ]
    if system.monitoring is not None and system.monitoring.rules is not None:
        made.append(_marks("Alerts", "red", 'ALERTS{alertstate="firing"}', "{{alertname}}", "severity"))
    return made


def links(system: SystemConfig) -> list[Plain]:
    """Give the ways to the other dashboards of the system, and to the logs."""
    others: Plain = {
        "type": "dashboards",
        "title": "Dashboards",
        "tags": [system.name],
        "asDropdown": True,
        "includeVars": False,
        "keepTime": True,
    }
    if partition(system.region):
        # The console of AWS's other partitions is elsewhere.
        return [others]
    console = f"https://{system.region}.console.aws.amazon.com/cloudwatch/home?region={system.region}"
    logs: Plain = {
        "type": "link",
        "title": "Logs Insights",
        "url": f"{console}#logsV2:logs-insights",
        "icon": "external link",
        "targetBlank": True,
    }
    return [others, logs]


def _marks(name: str, colour: str, expression: str, title: str, tags: str) -> Plain:
    return {
        "name": name,
        "datasource": SOURCE,
        "enable": True,
        "iconColor": colour,
        "expr": expression,
        "titleFormat": title,
        "tagKeys": tags,
        "step": "60s",
        "useValueForTime": False,
    }
