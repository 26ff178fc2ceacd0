"""What a web application firewall is told: how much one address may ask, and which of AWS's rules judge requests."""

from collections import Counter
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import STRICT, RetentionDays
from tasktracker_cfn.config.problems import Violation, Violations

GroupName = Literal[
    "common",
    "ip-reputation",
    "sql-injection",
    "anonymous-ip",
    "admin-protection",
    "linux",
    "posix",
    "windows",
    "php",
    "wordpress",
]
# Up to here requests cost the base price, and every web ACL may have as much.
# https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
MOST_CAPACITY = 1500
RATE_CAPACITY = 2


class ManagedGroup(NamedTuple):
    """A group of rules that AWS keeps: its name there, and its capacity units."""

    name: str
    capacity: int


# https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
KNOWN_BAD_INPUTS = ManagedGroup("AWSManagedRulesKnownBadInputsRuleSet", 200)
GROUPS: dict[GroupName, ManagedGroup] = {
    "common": ManagedGroup("AWSManagedRulesCommonRuleSet", 700),
    "ip-reputation": ManagedGroup("AWSManagedRulesAmazonIpReputationList", 25),
    "sql-injection": ManagedGroup("AWSManagedRulesSQLiRuleSet", 200),
    "anonymous-ip": ManagedGroup("AWSManagedRulesAnonymousIpList", 50),
    "admin-protection": ManagedGroup("AWSManagedRulesAdminProtectionRuleSet", 100),
    "linux": ManagedGroup("AWSManagedRulesLinuxRuleSet", 200),
    "posix": ManagedGroup("AWSManagedRulesUnixRuleSet", 100),
    "windows": ManagedGroup("AWSManagedRulesWindowsRuleSet", 200),
    "php": ManagedGroup("AWSManagedRulesPHPRuleSet", 100),
    "wordpress": ManagedGroup("AWSManagedRulesWordPressRuleSet", 100),
}


class WafConfig(BaseModel):
    """A web ACL: 5 USD a month, 1 USD more for each rule, and 0.60 USD for a million requests."""

    model_config = STRICT

    rate_limit: int = Field(
        default=2000,
        ge=10,
        le=2_000_000_000,
        description="Requests of one address in five minutes above which it is blocked; a rule, 1 USD a month.",
    )
    managed_groups: tuple[GroupName, ...] = Field(
        default=("common", "ip-reputation", "sql-injection"),
        description="Rules that AWS keeps, beside those for known bad inputs, which are always there; 1 USD a month "
        "for each. All together have 1500 capacity units at most.",
    )
    block_large_bodies: bool = Field(
        default=False,
        description='Block bodies above 8 KB, as "common" does by itself; off, they are counted, so that uploads pass.',
    )
    count_only: bool = Field(
        default=False, description="Block nothing and count what would be blocked, for the time before one trusts it."
    )
    logged_requests: Literal["all", "matched"] = Field(
        default="all",
        description='Requests that are logged, without authorization and cookies: "all", or only what was "matched" by '
        "a rule that blocks or counts. About 0.50 USD for a GB, which is some 600,000 requests.",
    )
    retention_days: RetentionDays = Field(default=30, description="Days for which logged requests are kept.")

    def violations(self) -> Violations:
        """Check the groups, and that all together are not too much."""
        for name, count in Counter(self.managed_groups).items():
            if count > 1:
                yield Violation(("managed_groups",), f'names "{name}" twice; each group is one rule')
        capacity = (
            RATE_CAPACITY + KNOWN_BAD_INPUTS.capacity + sum(GROUPS[name].capacity for name in self.managed_groups)
        )
        if capacity > MOST_CAPACITY:
            yield Violation(
                ("managed_groups",),
                f"with the rules that are always there these take {capacity} capacity units; {MOST_CAPACITY} are the "
                "most, so leave one out",
            )
        if self.block_large_bodies and "common" not in self.managed_groups:
            yield Violation(("block_large_bodies",), 'is a rule of "common"; add that to managed_groups')


class LoadBalancerWafConfig(WafConfig):
    """The web ACL of the load balancer; it costs what every web ACL does."""

    behind_proxy: bool = Field(
        default=False,
        description="Whether CloudFront or another proxy is in front of the load balancer: the rate is then counted by "
        "the address in X-Forwarded-For, which who comes past the proxy can make up.",
    )
