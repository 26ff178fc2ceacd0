"""The gateway's part about what runs: services of ECS, tasks that stopped, their last lines, alarms."""

from collections.abc import Sequence

from tasktracker_cfn.deploy.aws.answers import running as answers
from tasktracker_cfn.deploy.aws.calling import Caller
from tasktracker_cfn.deploy.aws.values.running import Alarm, LogLine, LogPlace, Service, StoppedTask
from tasktracker_cfn.errors import NotThereError

# DescribeTasks and DescribeAlarms take no more names.
BATCH = 100


class RunningCalls(Caller):
    """Calls about what runs."""

    def service(self, cluster: str, service: str) -> Service | None:
        """Give a service of ECS, each named by name or ARN; None when it, or its cluster, is not there.

        :raises AwsError: when AWS says no
        """
        try:
            answer = self.call("ecs", "describe_services", {"cluster": cluster, "services": [service]})
        except NotThereError:
            return None
        services = answers.services(answer)
        return services[0] if services else None

    def stopped_tasks(self, cluster: str, service: str) -> tuple[StoppedTask, ...]:
        """Give the tasks of a service that stopped within the last hour, newest first; ECS forgets older ones.

        :raises AwsError: when AWS says no
        """
        asked = {"cluster": cluster, "serviceName": service, "desiredStatus": "STOPPED"}
        try:
            pages = list(self.pages("ecs", "list_tasks", asked, "nextToken"))
        except NotThereError:
            return ()
        arns = [arn for page in pages for arn in answers.task_arns(page)]
        found: list[StoppedTask] = []
        for start in range(0, len(arns), BATCH):
            asked_tasks = {"cluster": cluster, "tasks": arns[start : start + BATCH]}
            found.extend(answers.stopped_tasks(self.call("ecs", "describe_tasks", asked_tasks)))
        return tuple(sorted(found, key=lambda task: task.stopped.timestamp() if task.stopped else 0, reverse=True))

    def log_places(self, task_definition: str) -> tuple[LogPlace, ...]:
        """Give where the containers of a task definition log to, as far as that is CloudWatch Logs.

        :raises AwsError: when AWS says no
        """
        return answers.log_places(self.call("ecs", "describe_task_definition", {"taskDefinition": task_definition}))

    def last_log_lines(self, group: str, stream: str, limit: int = 20) -> tuple[LogLine, ...]:
        """Give the last lines of a stream, oldest first; none when there is no such group or stream.

        :raises AwsError: when AWS says no
        """
        asked = {"logGroupName": group, "logStreamName": stream, "limit": limit, "startFromHead": False}
        try:
            return answers.log_lines(self.call("logs", "get_log_events", asked))
        except NotThereError:
            return ()

    def log_groups(self, prefix: str) -> tuple[str, ...]:
        """Give the names of the log groups that begin so.

        :raises AwsError: when AWS says no
        """
        pages = self.pages("logs", "describe_log_groups", {"logGroupNamePrefix": prefix}, "nextToken")
        return tuple(name for page in pages for name in answers.log_groups(page))

    def alarms(self, names: Sequence[str]) -> tuple[Alarm, ...]:
        """Give those of some alarms that exist.

        :raises AwsError: when AWS says no
        """
        found: list[Alarm] = []
        for start in range(0, len(names), BATCH):
            asked = {"AlarmNames": list(names[start : start + BATCH]), "AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
            for page in self.pages("cloudwatch", "describe_alarms", asked):
                found.extend(answers.alarms(page))
        return tuple(found)
