"""Uploads that a web ACL blocks."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.firewall.web_acls import WEB_ACL, Rule, balancers_of, managed, rules_in
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items
from tasktracker_cfn.model.system import System, follow

COMMON, SIZE = "AWSManagedRulesCommonRuleSet", "SizeRestrictions_BODY"


@rule(
    "uploads-not-blocked",
    rows="W03",
    severity="advice",
    why="At a load balancer the common rules block every request whose body is larger than 8 KB, uploads among them.",
    remedy=f"Override the action of {SIZE} by Count, and limit bodies by a rule for the paths without uploads.",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
)
def body_size(system: System) -> Iterator[Fault]:
    """A web ACL before a load balancer says what becomes of bodies over 8 KB."""
    for acl in system.of(WEB_ACL):
        if next(balancers_of(system, acl), None) is None:
            continue
        for number, entry in rules_in(acl):
            if managed(entry) == COMMON and not _decides(entry):
                yield Fault(acl, f"blocks bodies over 8 KB by {SIZE}", "Rules", number)


def _decides(entry: Rule) -> bool:
    """Tell whether a rule says what becomes of large bodies, or may say so, or looks at some requests only."""
    group = follow(entry, "Statement", "ManagedRuleGroupStatement")
    changed = (*known_items(follow(group, "RuleActionOverrides")), *known_items(follow(group, "ExcludedRules")))
    return (
        any(follow(override, "Name") in (SIZE, None) for override in changed)
        or follow(group, "ScopeDownStatement") is not None
        or follow(entry, "OverrideAction", "Count") is not None
    )
