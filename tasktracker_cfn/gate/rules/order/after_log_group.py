"""What reads or fills a log group that it names by a text, before the group is there."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import LOG_GROUP, meant, meant_by_arn
from tasktracker_cfn.model.system import System


@rule(
    "filter-after-log-group",
    rows="K05 O08",
    severity="error",
    why="A filter of a log group that does not exist is refused, and one that is named by a text is not waited for.",
    remedy="Name the log group by a Ref.",
    source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html",
)
def filter_after_log_group(system: System) -> Iterator[Fault]:
    """A metric filter or subscription filter is created after its log group."""
    for item in system.of("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter"):
        found = meant(system, item.get("LogGroupName"), LOG_GROUP)
        yield from too_early(system, item, found, "the log group that it reads", "LogGroupName")


@rule(
    "firewall-log-after-log-group",
    rows="K05",
    severity="error",
    why="A firewall's logging is refused while the log group does not exist, and an ARN that is put together from its "
    "name is not waited for.",
    remedy="Put the ARN together from the Ref of the log group, or take its Arn.",
    source="https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html",
)
def firewall_log_after_log_group(system: System) -> Iterator[Fault]:
    """A firewall's logging is set up after its log group."""
    for item in system.of("AWS::WAFv2::LoggingConfiguration"):
        for value in item.listed("LogDestinationConfigs"):
            found = meant_by_arn(system, value, ":log-group:", LOG_GROUP)
            yield from too_early(system, item, found, "the log group that it fills", "LogDestinationConfigs")
