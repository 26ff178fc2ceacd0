"""Firewalls: under which names they appear in metrics, and the alarm on what they block."""

from collections.abc import Mapping

from troposphere import AWSHelperFn, Region, cloudwatch

from tasktracker_cfn.authoring.alarms import FIVE_MINUTES, Judgement, Metric, alarm
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.given_names import Protected
from tasktracker_cfn.config.waf import WafConfig
from templates.monitoring.topics import Topics

NAMESPACE = "AWS/WAFV2"
LOGICAL_IDS: dict[Protected, str] = {"load-balancer": "FirewallBlocksAlarm", "site": "SiteFirewallBlocksAlarm"}


def dimensions(system: SystemConfig, protects: Protected) -> Mapping[str, AWSHelperFn | str]:
    """Give the dimensions of all that a firewall's rules do together.

    What protects CloudFront has no region among them:
    https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
    """
    region: dict[str, AWSHelperFn | str] = {"Region": Region} if protects == "load-balancer" else {}
    return {"WebACL": given_names.firewall(system, protects), **region, "Rule": "ALL"}


def blocks(
    system: SystemConfig, config: WafConfig | None, protects: Protected, most: int | None, topics: Topics
) -> list[cloudwatch.Alarm]:
    """Give the alarm on what a firewall blocks, where it is asked for; one that only counts blocks nothing."""
    if most is None or config is None or config.count_only:
        return []
    return [
        alarm(
            LOGICAL_IDS[protects],
            f"The firewall of the {protects.replace('-', ' ')} has blocked more than {most} requests within five "
            "minutes. Look at its log for who asks, and for the rule that blocks: a rule that blocks what it should "
            "not is to be left out, or counted only.",
            Metric(NAMESPACE, "BlockedRequests", dimensions(system, protects), "Sum", FIVE_MINUTES),
            # Where nothing is blocked, nothing is sent.
            Judgement("GreaterThanThreshold", most, 1, "notBreaching"),
            topics.warning,
        )
    ]
