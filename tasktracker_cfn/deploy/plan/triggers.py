"""Choose the alarms that undo a deployment: those that exist, stay, and are quiet; those that somebody else gave first.

An alarm that does not exist fails the operation, and one that rings undoes it at once, so a first deployment has none.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
"""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.running import Alarm
from tasktracker_cfn.deploy.aws.values.stacks import RollbackConfiguration, RollbackTrigger, Stack
from tasktracker_cfn.errors import DeniedError
from tasktracker_cfn.model.stacks import Nest, Resource, StackPath

METRIC, COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"
# CloudFormation takes no more.
MOST = 5
# Before all others: what is no alarm of the nest was chosen by somebody.
GIVEN = -2
# What users notice first comes first; metrics of the database often only show the load.
NAMESPACES = ("AWS/ApplicationELB", "AWS/ECS", "ECS/ContainerInsights", "AWS/CloudFront")


def rollback_triggers(
    gateway: Gateway, nest: Nest, deployed: Stack | None, minutes: int | None = None
) -> tuple[RollbackConfiguration, str]:
    """Give the alarms of the nest that undo its deployment, and what is to be said about them.

    The configuration is given also when it is empty: what a stack was deployed with before would stay, and an alarm
    among it that is gone by now fails the operation.

    :param minutes: for how long they are watched when all is done; None is as long as the last time
    :raises AwsError: when AWS says no, but for reading alarms, which only costs the triggers
    """
    if deployed is None:
        return RollbackConfiguration(), _unwatched(minutes, "before the first deployment there are none")
    own = dict(_names(gateway, nest, (), deployed.id))
    given = {trigger.arn.rpartition(":alarm:")[2] for trigger in deployed.rollback.triggers}
    names = {name: rank for name, rank in own.items() if rank is not None} | dict.fromkeys(given - own.keys(), GIVEN)
    try:
        alarms = gateway.alarms(tuple(names)) if names else ()
    except DeniedError:
        note = "the alarms may not be read (cloudwatch:DescribeAlarms), so none undoes this deployment"
        return RollbackConfiguration(), note
    found = chosen(alarms, names)
    if not found.triggers:
        # CloudFormation would wait all the same, and for nothing.
        return found, _unwatched(minutes, "none exists and is quiet")
    return found._replace(monitoring_minutes=deployed.rollback.monitoring_minutes if minutes is None else minutes), ""


def chosen(alarms: Sequence[Alarm], ranks: Mapping[str, int]) -> RollbackConfiguration:
    """Give the first few of those alarms that are quiet; lower ranks come first."""
    quiet = sorted((a for a in alarms if a.state != "ALARM"), key=lambda alarm: (ranks.get(alarm.name, 0), alarm.name))
    triggers = (RollbackTrigger(alarm.arn, COMPOSITE if alarm.is_composite else METRIC) for alarm in quiet[:MOST])
    return RollbackConfiguration(tuple(triggers))


def _unwatched(minutes: int | None, why: str) -> str:
    return (
        f"no alarms are watched after the deployment, though {minutes} minutes are asked for: {why}" if minutes else ""
    )


def _names(gateway: Gateway, nest: Nest, path: StackPath, stack: str) -> Iterator[tuple[str, int | None]]:
    """Give the names of deployed alarms with their ranks, None for one that the new templates do not have."""
    for resource in gateway.resources(stack):
        if resource.nested_stack_id:
            yield from _names(gateway, nest, (*path, resource.logical_id), resource.nested_stack_id)
        elif resource.type in {METRIC, COMPOSITE} and resource.physical_id:
            planned = nest.resource(path, resource.logical_id)
            stays = planned if planned and planned.type == resource.type else None
            yield resource.physical_id, _rank(stays) if stays else None


def _rank(alarm: Resource) -> int:
    if alarm.type == COMPOSITE:
        return GIVEN + 1
    namespace = alarm.properties.get("Namespace")
    return NAMESPACES.index(namespace) if namespace in NAMESPACES else len(NAMESPACES)
