"""Rate rules that WAF refuses."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.firewall.web_acls import RULE_GROUP, WEB_ACL, rules_in
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System, follow

# What a rate rule counts by, and the property that says more of it.
NEEDED = {"FORWARDED_IP": "ForwardedIPConfig", "CUSTOM_KEYS": "CustomKeys"}


@rule(
    "rate-rule-form",
    rows="W06",
    severity="error",
    why="WAF wants to know in which header the forwarded address stands, and which keys are the custom ones.",
    remedy="Give ForwardedIPConfig for FORWARDED_IP, and CustomKeys for CUSTOM_KEYS.",
    source="https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html",
)
def rate_form(system: System) -> Iterator[Fault]:
    """A rate rule says by what it counts, where its kind of key needs it."""
    for item in system.of(WEB_ACL, RULE_GROUP):
        for number, entry in rules_in(item):
            statement = follow(entry, "Statement", "RateBasedStatement")
            for kind, needed in NEEDED.items():
                if follow(statement, "AggregateKeyType") == kind and follow(statement, needed) is None:
                    path = ("Rules", number, "Statement", "RateBasedStatement", "AggregateKeyType")
                    yield Fault(item, f"counts requests by {kind} and has no {needed}", *path)
