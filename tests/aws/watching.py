"""As much of CloudWatch as a deployer reads: the last lines of stopped tasks, and alarms that exist."""

from typing import Any

from tests.aws.cloudformation.orders import Hang
from tests.aws.cloudformation.world import World
from tests.aws.ecs import living
from tests.aws.refusal import Refused


class LogsCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world

    def describe_log_groups(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the log groups."""
        prefix = asked.get("logGroupNamePrefix", "")
        names = [name for name in self._groups() if name.startswith(prefix)]
        arns = {name: self.world.account.arn("logs", f"log-group:{name}:*") for name in names}
        return {"logGroups": [{"logGroupName": name, "arn": arns[name]} for name in names]}

    def describe_log_streams(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the streams of a group."""
        hangs = self._hangs(asked["logGroupName"])
        prefix = asked.get("logStreamNamePrefix", "")
        names = [_stream(hang) for hang in hangs]
        return {"logStreams": [{"logStreamName": name} for name in names if name.startswith(prefix)]}

    def get_log_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the lines of a stream, the last of them."""
        wanted = asked["logStreamName"].rpartition("/")[0]
        found = [hang for hang in self._hangs(asked["logGroupName"]) if _stream(hang).rpartition("/")[0] == wanted]
        if not found:
            raise Refused("ResourceNotFoundException", "The specified log stream does not exist.")
        events = self._events(found[0])[-asked.get("limit", 10_000) :]
        return {"events": events, "nextForwardToken": "f/0", "nextBackwardToken": "b/0"}

    def filter_log_events(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Give the lines of a group."""
        events = [
            {**event, "logStreamName": _stream(hang)}
            for hang in self._hangs(asked["logGroupName"])
            for event in self._events(hang)
        ]
        return {"events": events[: asked.get("limit", 10_000)], "searchedLogStreams": []}

    def _groups(self) -> list[str]:
        return sorted({one.physical_id for one in living(self.world, "AWS::Logs::LogGroup")} | self.world.rewritten)

    def _hangs(self, group: str) -> list[Hang]:
        if group not in self._groups():
            raise Refused("ResourceNotFoundException", "The specified log group does not exist.")
        return [hang for hang in self.world.orders.hangs if hang.began and _options(hang).get("awslogs-group") == group]

    def _events(self, hang: Hang) -> list[dict[str, Any]]:
        assert hang.began
        began = int(hang.began.timestamp() * 1000)
        return [
            {"timestamp": began + number, "ingestionTime": began + number, "message": line}
            for number, line in enumerate(hang.logs)
        ]


class AlarmCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world

    def describe_alarms(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Describe the alarms that exist, of some names or all."""
        names, prefix = asked.get("AlarmNames"), asked.get("AlarmNamePrefix", "")
        found = []
        for arn, state in self.world.alarms.items():
            name = arn.partition(":alarm:")[2]
            if (names is None or name in names) and name.startswith(prefix):
                found.append({"AlarmName": name, "AlarmArn": arn, "StateValue": state})
        composite = {one.physical_id for one in living(self.world, "AWS::CloudWatch::CompositeAlarm")}
        kinds = asked.get("AlarmTypes") or ["MetricAlarm"]
        return {
            "MetricAlarms": [row for row in found if row["AlarmName"] not in composite and "MetricAlarm" in kinds],
            "CompositeAlarms": [row for row in found if row["AlarmName"] in composite and "CompositeAlarm" in kinds],
        }


def _options(hang: Hang) -> dict[str, Any]:
    """Give where the first container of a service logs to."""
    definition = hang.task_definition
    containers = definition.properties.get("ContainerDefinitions", []) if definition else []
    found = containers[0].get("LogConfiguration", {}).get("Options", {}) if containers else {}
    return dict(found)


def _stream(hang: Hang) -> str:
    assert hang.task_definition
    container = hang.task_definition.properties["ContainerDefinitions"][0]["Name"]
    return f"{_options(hang).get('awslogs-stream-prefix', 'ecs')}/{container}/{0:032x}"
