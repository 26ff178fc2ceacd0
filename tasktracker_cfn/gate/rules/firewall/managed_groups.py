"""Rule groups of AWS's that there are not."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.firewall.web_acls import WEB_ACL, managed, rules_in
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System, follow

GROUPS = frozenset(
    {
        "AWSManagedRulesACFPRuleSet",
        "AWSManagedRulesATPRuleSet",
        "AWSManagedRulesAdminProtectionRuleSet",
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesAnonymousIpList",
        "AWSManagedRulesAntiDDoSRuleSet",
        "AWSManagedRulesBotControlRuleSet",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
        "AWSManagedRulesLinuxRuleSet",
        "AWSManagedRulesPHPRuleSet",
        "AWSManagedRulesSQLiRuleSet",
        "AWSManagedRulesUnixRuleSet",
        "AWSManagedRulesWindowsRuleSet",
        "AWSManagedRulesWordPressRuleSet",
    }
)


@rule(
    "managed-rule-group-exists",
    rows="W02",
    severity="warning",
    why="The schema takes any name; WAF does not create a web ACL with a managed rule group that it does not know.",
    remedy="Write the name as AWS's list has it, such as AWSManagedRulesCommonRuleSet, with the vendor AWS.",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html",
)
def managed_groups(system: System) -> Iterator[Fault]:
    """A managed rule group of AWS's is one that AWS has."""
    for acl in system.of(WEB_ACL):
        for number, entry in rules_in(acl):
            path = ("Rules", number, "Statement", "ManagedRuleGroupStatement")
            name = managed(entry)
            if name is not None and name not in GROUPS:
                yield Fault(acl, f"runs the rule group {name}, which AWS does not have", *path, "Name")
            vendor = follow(entry, "Statement", "ManagedRuleGroupStatement", "VendorName")
            if known_text(vendor) not in (None, "AWS") and acl.text(*path, "Name") in GROUPS:
                yield Fault(acl, f"looks for {acl.text(*path, 'Name')} at the vendor {vendor}", *path, "VendorName")
