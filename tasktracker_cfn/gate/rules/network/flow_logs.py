"""Flow logs and where they go."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

TO_LOGS = "cloud-watch-logs"
INTERVALS = (60, 600)


@rule(
    "flow-logs-fit-their-destination",
    rows="N15",
    severity="error",
    why="A flow log writes to CloudWatch Logs by a role, and to S3 without one; AWS refuses the rest.",
    remedy="Give DeliverLogsPermissionArn and a log group for CloudWatch Logs, and neither for a bucket.",
    source="schema AWS::EC2::FlowLog",
)
def flow_logs_fit_their_destination(system: System) -> Iterator[Fault]:
    """Every flow log has what its destination needs, and nothing that its destination refuses."""
    for log in system.of("AWS::EC2::FlowLog"):
        kind = log.text("LogDestinationType") if log.get("LogDestinationType") is not None else TO_LOGS
        if kind == TO_LOGS:
            yield from _to_logs(log)
        elif kind in {"s3", "kinesis-data-firehose"}:
            # A stream of another account is written to by a role.
            for key in ("DeliverLogsPermissionArn", "LogGroupName") if kind == "s3" else ("LogGroupName",):
                if log.get(key) is not None:
                    yield Fault(log, f"writes to {kind}, for which {key} must not be given", key)
        interval = log.number("MaxAggregationInterval")
        if interval is not None and interval not in INTERVALS:
            yield Fault(log, f"aggregates for {interval:g} seconds; AWS takes 60 or 600", "MaxAggregationInterval")


def _to_logs(log: Item) -> Iterator[Fault]:
    if log.get("DeliverLogsPermissionArn") is None and log.get("DeliverCrossAccountRole") is None:
        yield Fault(log, "writes to CloudWatch Logs without DeliverLogsPermissionArn", "LogDestinationType")
    if log.get("LogGroupName") is None and log.get("LogDestination") is None:
        yield Fault(log, "writes to CloudWatch Logs and names no log group", "LogDestinationType")
