"""Turn answers of ECS, CloudWatch Logs and CloudWatch into values."""

from tasktracker_cfn.deploy.aws.answers.reading import (
    maybe,
    maybe_number,
    number,
    part,
    parts,
    said,
    surely,
    text,
    texts,
    time,
)
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.values.running import (
    Alarm,
    LogLine,
    LogPlace,
    Service,
    ServiceDeployment,
    ServiceEvent,
    StoppedContainer,
    StoppedTask,
)


def services(answer: Answer) -> tuple[Service, ...]:
    """Read DescribeServices, without what is not there."""
    return tuple(
        Service(
            arn=text(of, "serviceArn"),
            name=text(of, "serviceName"),
            cluster=text(of, "clusterArn"),
            status=text(of, "status"),
            task_definition=text(of, "taskDefinition"),
            desired=number(of, "desiredCount"),
            running=number(of, "runningCount"),
            pending=number(of, "pendingCount"),
            deployments=tuple(map(_deployment, parts(of, "deployments"))),
            events=tuple(
                ServiceEvent(text(event, "id"), surely(event, "createdAt"), said(event, "message") or "")
                for event in parts(of, "events")
            ),
        )
        for of in parts(answer, "services")
    )


def _deployment(of: Answer) -> ServiceDeployment:
    return ServiceDeployment(
        id=text(of, "id"),
        status=text(of, "status"),
        task_definition=text(of, "taskDefinition"),
        desired=number(of, "desiredCount"),
        running=number(of, "runningCount"),
        pending=number(of, "pendingCount"),
        failed=number(of, "failedTasks"),
        rollout=maybe(of, "rolloutState"),
        reason=said(of, "rolloutStateReason"),
        created=time(of, "createdAt"),
    )


def task_arns(answer: Answer) -> tuple[str, ...]:
    """Read a page of ListTasks."""
    return texts(answer, "taskArns")


def stopped_tasks(answer: Answer) -> tuple[StoppedTask, ...]:
    """Read DescribeTasks."""
    return tuple(
        StoppedTask(
            arn=text(of, "taskArn"),
            task_definition=text(of, "taskDefinitionArn"),
            reason=said(of, "stoppedReason"),
            code=maybe(of, "stopCode"),
            stopped=time(of, "stoppedAt"),
            containers=tuple(
                StoppedContainer(
                    text(item, "name"), text(item, "lastStatus"), maybe_number(item, "exitCode"), said(item, "reason")
                )
                for item in parts(of, "containers")
            ),
        )
        for of in parts(answer, "tasks")
    )


def log_places(answer: Answer) -> tuple[LogPlace, ...]:
    """Read DescribeTaskDefinition. Of all that it says, nothing but the places of logs is kept: it holds secrets."""
    found: list[LogPlace] = []
    for container in parts(part(answer, "taskDefinition"), "containerDefinitions"):
        configuration = part(container, "logConfiguration")
        options = part(configuration, "options")
        group = maybe(options, "awslogs-group")
        if configuration.get("logDriver") == "awslogs" and group:
            found.append(LogPlace(text(container, "name"), group, maybe(options, "awslogs-stream-prefix")))
    return tuple(found)


def log_lines(answer: Answer) -> tuple[LogLine, ...]:
    """Read GetLogEvents."""
    return tuple(LogLine(surely(of, "timestamp"), said(of, "message") or "") for of in parts(answer, "events"))


def log_groups(answer: Answer) -> tuple[str, ...]:
    """Read a page of DescribeLogGroups."""
    return tuple(text(of, "logGroupName") for of in parts(answer, "logGroups"))


def alarms(answer: Answer) -> tuple[Alarm, ...]:
    """Read a page of DescribeAlarms."""
    return tuple(
        Alarm(
            text(of, "AlarmName"), text(of, "AlarmArn"), text(of, "StateValue"), is_composite=section != "MetricAlarms"
        )
        for section in ("MetricAlarms", "CompositeAlarms")
        for of in parts(answer, section)
    )
