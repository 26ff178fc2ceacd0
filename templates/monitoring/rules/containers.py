"""Rules on the containers of a task."""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import CONTAINERS_JOB
from templates.monitoring.rules.rule import Rule, alert


def alerts(config: RulesConfig) -> list[Rule]:
    """Give what somebody is told of; a container without a limit of its own is judged with its task."""
    of_them = f'job="{CONTAINERS_JOB}"'
    return [
        alert(
            "ContainerMemoryHigh",
            f"100 * container_memory_utilized{{{of_them}}} / (container_memory_reserved{{{of_them}}} > 0) "
            f"> {config.container_memory_percent}",
            minutes=10,
            severity="warning",
            summary="A container is close to its memory limit, at which it is killed.",
            advice='{{ $labels.container_name }} of task {{ $labels.instance }} uses {{ $value | printf "%.0f" }} % of '
            "its limit. Look for a leak, or give it more.",
        ),
        alert(
            "TaskMemoryHigh",
            f"100 * ecs_task_memory_utilized{{{of_them}}} / (ecs_task_memory_reserved{{{of_them}}} > 0) "
            f"> {config.container_memory_percent}",
            minutes=10,
            severity="warning",
            summary="A task is close to its memory, at which a container of it is killed.",
            advice='Task {{ $labels.instance }} uses {{ $value | printf "%.0f" }} % of its memory.',
        ),
    ]
