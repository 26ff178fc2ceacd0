"""A rate rule that counts CloudFront instead of its viewers."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.firewall.web_acls import WEB_ACL, balancers_of, rules_in
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.origins import origins
from tasktracker_cfn.model.system import System, follow


@rule(
    "rate-rule-counts-viewers",
    rows="W06",
    severity="warning",
    why="Behind a distribution requests come from CloudFront's addresses, so a rate rule blocks many viewers for one.",
    remedy="Count by FORWARDED_IP with a ForwardedIPConfig, or put the rate rule on the distribution's web ACL.",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html",
)
def rate_addresses(system: System) -> Iterator[Fault]:
    """A rate rule before a load balancer that a distribution fetches from counts by the viewer's address."""
    fetched = {origin.balancer: origin.distribution for origin in origins(system)}
    for acl in system.of(WEB_ACL):
        behind = next((fetched[balancer] for balancer in balancers_of(system, acl) if balancer in fetched), None)
        for number, entry in rules_in(acl) if behind else ():
            if follow(entry, "Statement", "RateBasedStatement", "AggregateKeyType") == "IP":
                message = f"counts requests by their address, which is CloudFront's for all that come by {behind}"
                yield Fault(acl, message, "Rules", number, "Statement", "RateBasedStatement", "AggregateKeyType")
