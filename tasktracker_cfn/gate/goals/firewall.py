"""Goals for web ACLs (WAF): wherever one is made."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System, follow, listed, true

FIREWALL = Area("Web ACL")

WEB_ACL = "AWS::WAFv2::WebACL"
RULE_GROUP = "AWS::WAFv2::RuleGroup"
KNOWN_BAD = "AWSManagedRulesKnownBadInputsRuleSet"
LOG_GROUP_PREFIX = "aws-waf-logs-"


@FIREWALL.always(
    "web-acl-rules",
    "CT.WAFV2.PR.1 CT.WAFV2.PR.2 CKV_AWS_192 SH:WAF.10 WAFV2_WEBACL_NOT_EMPTY WAFV2_RULEGROUP_NOT_EMPTY",
)
def has_rules(system: System) -> Iterator[Breach]:
    """A web ACL has rules, among them those against inputs that are known to be bad."""
    for item in system.of(WEB_ACL, RULE_GROUP):
        if not item.entries("Rules"):
            yield item, "has no rules"
    for acl in system.of(WEB_ACL):
        if not any(map(_blocks_known_bad, acl.entries("Rules"))):
            yield acl, f"does not block by {KNOWN_BAD}"


@FIREWALL.always("web-acl-logs-and-metrics", "SH:WAF.11 SH:WAF.12")
def logs_and_metrics(system: System) -> Iterator[Breach]:
    """A web ACL writes logs and metrics, and so does each of its rules."""
    logged = {system.at(item.get("ResourceArn")): item for item in system.of("AWS::WAFv2::LoggingConfiguration")}
    for acl in system.of(WEB_ACL):
        if acl not in logged:
            yield acl, "writes no logs"
        elif not all(_takes_logs(system, target) for target in listed(logged[acl].get("LogDestinationConfigs"))):
            yield logged[acl], f"writes to something whose name does not begin with {LOG_GROUP_PREFIX}"
    for item in system.of(WEB_ACL, RULE_GROUP):
        for part in (item.properties, *item.entries("Rules")):
            if not true(follow(part, "VisibilityConfig", "CloudWatchMetricsEnabled")):
                yield item, f"{part.get('Name', 'it')} has no metrics"


def _blocks_known_bad(rule: Mapping[str, Value]) -> bool:
    name = follow(rule, "Statement", "ManagedRuleGroupStatement", "Name")
    return name == KNOWN_BAD and follow(rule, "OverrideAction", "Count") is None


def _takes_logs(system: System, target: Value) -> bool:
    group = system.at(target) or _named_in(system, target)
    name = group.get("LogGroupName") or group.get("BucketName") if group else target
    return any(LOG_GROUP_PREFIX in literal for literal in literals(name))


def _named_in(system: System, target: Value) -> Item | None:
    parts = target.parts if isinstance(target, Text) else ()
    return next((item for part in parts if (item := system.at(part))), None)
