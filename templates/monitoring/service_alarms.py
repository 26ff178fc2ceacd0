"""Alarms of the service: too few tasks, and fewer than are wanted."""

from troposphere import AWSObject, cloudwatch

from tasktracker_cfn.authoring.alarms import ONE_MINUTE, Judgement, Metric, alarm, judged, queried
from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config.monitoring import MonitoringConfig
from templates.monitoring.topics import Topics

# O07: ECS itself has no counts of tasks, Container Insights does.
INSIGHTS = "ECS/ContainerInsights"


def build(
    config: MonitoringConfig, fewest_tasks: int, cluster_name: Name, service_name: Name, topics: Topics
) -> list[AWSObject]:
    """Give the alarms that the configuration asks for."""
    service = {"ClusterName": cluster_name, "ServiceName": service_name}
    made: list[AWSObject] = []
    if config.running_tasks_below is not None:
        made.append(_running(config.running_tasks_below, service, topics))
    if config.tasks_below_desired:
        made.append(_below_desired(fewest_tasks, service, topics))
    return made


def _running(fewest: int, service: dict[str, Name], topics: Topics) -> cloudwatch.Alarm:
    return alarm(
        "RunningTasksAlarm",
        f"The number of running tasks has been below {fewest} for five minutes. Look at the service's events and at "
        "why its tasks stopped: the image, a secret that cannot be read, a failed health check.",
        Metric(INSIGHTS, "RunningTaskCount", service, "Minimum", ONE_MINUTE),
        # O09: with no task at all the metric ends.
        Judgement("LessThanThreshold", fewest, 5, "breaching"),
        topics.critical,
    )


def _below_desired(fewest: int, service: dict[str, Name], topics: Topics) -> cloudwatch.Alarm:
    """Give the alarm on tasks that are wanted and do not run.

    Without any task both series end. What is wanted is then taken to be the fewest tasks that always run, not 0, which
    would say that none is missing. Fifteen minutes outlast a deployment and a step of scaling.
    """
    return alarm(
        "TasksBelowDesiredAlarm",
        "Fewer tasks have been running than are wanted for fifteen minutes. Look at the service's events: a deployment "
        "that does not settle, tasks that cannot start, no capacity.",
        [
            judged("lacking", "Tasks lacking", f"FILL(want, {fewest}) - FILL(run, 0)"),
            # The kinder end of each minute, in which the two may change one after the other.
            queried("want", Metric(INSIGHTS, "DesiredTaskCount", service, "Minimum", ONE_MINUTE)),
            queried("run", Metric(INSIGHTS, "RunningTaskCount", service, "Maximum", ONE_MINUTE)),
        ],
        Judgement("GreaterThanThreshold", 0, 15, "breaching"),
        topics.warning,
    )
