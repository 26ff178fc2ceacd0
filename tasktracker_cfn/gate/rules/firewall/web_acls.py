"""What the rules about web ACLs share: their rules, and what stands behind them."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

WEB_ACL = "AWS::WAFv2::WebACL"
RULE_GROUP = "AWS::WAFv2::RuleGroup"
ASSOCIATION = "AWS::WAFv2::WebACLAssociation"
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"

Rule = Mapping[str, Value]


def rules_in(item: Item) -> Iterator[tuple[int, Rule]]:
    """Give the rules of a web ACL or a rule group, each with its place."""
    for number, entry in enumerate(item.listed("Rules")):
        if isinstance(entry, Mapping):
            yield number, entry


def managed(rule: Rule) -> str | None:
    """Give the name of the rule group of AWS's that a rule runs."""
    group = follow(rule, "Statement", "ManagedRuleGroupStatement")
    return known_text(follow(group, "Name")) if follow(group, "VendorName") == "AWS" else None


def balancers_of(system: System, acl: Item) -> Iterator[Item]:
    """Give the load balancers that a web ACL stands before."""
    for association in system.of(ASSOCIATION):
        balancer = system.at(association.get("ResourceArn"))
        if system.at(association.get("WebACLArn")) == acl and balancer is not None and balancer.type == BALANCER:
            yield balancer
