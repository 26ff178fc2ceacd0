"""The web application firewalls of load balancer and site: web ACLs, what they log, and what they protect."""

from typing import Literal, NamedTuple

from troposphere import AWSObject, GetAtt, Ref, logs, wafv2
from troposphere import elasticloadbalancingv2 as elb

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.given_names import Protected
from tasktracker_cfn.config.waf import GROUPS, KNOWN_BAD_INPUTS, LoadBalancerWafConfig, ManagedGroup, WafConfig

Scope = Literal["REGIONAL", "CLOUDFRONT"]
PREFIXES: dict[Protected, str] = {"load-balancer": "", "site": "Site"}
SCOPES: dict[Protected, Scope] = {"load-balancer": "REGIONAL", "site": "CLOUDFRONT"}
REDACTED = ("authorization", "cookie")
# The rule of the group "common" that blocks a body above 8 KB, as most uploads are (W03).
LARGE_BODIES = "SizeRestrictions_BODY"


class Firewall(NamedTuple):
    """A web ACL, what it protects, and the group that it logs to."""

    protects: Protected
    config: WafConfig
    acl: wafv2.WebACL
    group: logs.LogGroup

    def resources(self, balancer: elb.LoadBalancer, allowed: logs.ResourcePolicy | None) -> list[AWSObject]:
        """Give all of it, with what puts it before the load balancer; of a distribution the ACL is a property (F20)."""
        found: list[AWSObject] = [self.group, self.acl, _logging(self, allowed)]
        if self.protects == "load-balancer":
            acl_arn = GetAtt(self.acl, "Arn")
            found.append(wafv2.WebACLAssociation("WebAclAssociation", ResourceArn=Ref(balancer), WebACLArn=acl_arn))
        return found


def build(system: SystemConfig, config: WafConfig, protects: Protected, key_arn: Arn | None) -> Firewall:
    """Give the firewall for what is to be protected."""
    prefix = PREFIXES[protects]
    acl = wafv2.WebACL(
        # W05: no Name, because it and the scope can only change by replacement.
        f"{prefix}WebAcl",
        Description=f"Firewall of the {protects.replace('-', ' ')} of {system.name}",
        Scope=SCOPES[protects],
        DefaultAction=wafv2.DefaultAction(Allow=wafv2.AllowAction()),
        VisibilityConfig=_visible(given_names.firewall(system, protects)),
        Rules=_rules(config),
    )
    # W01
    name = given_names.firewall_logs(system, protects)
    group = log_group(f"{prefix}WebAclLogGroup", name, config.retention_days, key_arn)
    return Firewall(protects, config, acl, group)


def _logging(firewall: Firewall, allowed: logs.ResourcePolicy | None) -> wafv2.LoggingConfiguration:
    matched = firewall.config.logged_requests == "matched"
    return wafv2.LoggingConfiguration(
        f"{firewall.acl.title}Logging",
        **given(DependsOn=[allowed.title] if allowed is not None else None),
        ResourceArn=GetAtt(firewall.acl, "Arn"),
        LogDestinationConfigs=[GetAtt(firewall.group, "Arn")],
        **given(LoggingFilter=_matched() if matched else None),
        # What proves who asks is not written down.
        RedactedFields=[
            wafv2.LoggingConfigurationFieldToMatch(SingleHeader=wafv2.SingleHeader(Name=header)) for header in REDACTED
        ],
    )


def _rules(config: WafConfig) -> list[wafv2.WebACLRule]:
    # The cheap one first. W02: each has its own priority; what fits first and blocks decides.
    groups = {"known-bad-inputs": KNOWN_BAD_INPUTS} | {str(name): GROUPS[name] for name in config.managed_groups}
    return [
        _rate_limit(config),
        *(_managed(name, group, priority, config) for priority, (name, group) in enumerate(groups.items(), start=1)),
    ]


def _rate_limit(config: WafConfig) -> wafv2.WebACLRule:
    # W06: behind a proxy all requests come from its addresses.
    forwarded = isinstance(config, LoadBalancerWafConfig) and config.behind_proxy
    header = wafv2.ForwardedIPConfiguration(HeaderName="X-Forwarded-For", FallbackBehavior="NO_MATCH")
    rate = wafv2.RateBasedStatement(
        Limit=config.rate_limit,
        EvaluationWindowSec=300,
        AggregateKeyType="FORWARDED_IP" if forwarded else "IP",
        **given(ForwardedIPConfig=header if forwarded else None),
    )
    counted = wafv2.RuleAction(Count=wafv2.CountAction())
    return wafv2.WebACLRule(
        Name="rate-limit",
        Priority=0,
        Action=counted if config.count_only else wafv2.RuleAction(Block=wafv2.BlockAction()),
        Statement=wafv2.Statement(RateBasedStatement=rate),
        VisibilityConfig=_visible("rate-limit"),
    )


def _managed(name: str, group: ManagedGroup, priority: int, config: WafConfig) -> wafv2.WebACLRule:
    counted = [wafv2.RuleActionOverride(Name=LARGE_BODIES, ActionToUse=wafv2.RuleAction(Count=wafv2.CountAction()))]
    # W03
    overrides = counted if name == "common" and not config.block_large_bodies else None
    return wafv2.WebACLRule(
        Name=name,
        Priority=priority,
        # W02: of a group the actions are its own, and are kept or counted.
        OverrideAction=wafv2.OverrideAction(**given(**{"Count" if config.count_only else "None": {}})),
        Statement=wafv2.Statement(
            ManagedRuleGroupStatement=wafv2.ManagedRuleGroupStatement(
                VendorName="AWS", Name=group.name, **given(RuleActionOverrides=overrides)
            )
        ),
        VisibilityConfig=_visible(name),
    )


def _visible(metric: str) -> wafv2.VisibilityConfig:
    # W04: the name is a dimension's value.
    return wafv2.VisibilityConfig(CloudWatchMetricsEnabled=True, SampledRequestsEnabled=True, MetricName=metric)


def _matched() -> wafv2.LoggingFilter:
    conditions = [
        wafv2.Condition(ActionCondition=wafv2.ActionCondition(Action=action))
        for action in ("BLOCK", "COUNT", "EXCLUDED_AS_COUNT")
    ]
    kept = wafv2.Filter(Behavior="KEEP", Requirement="MEETS_ANY", Conditions=conditions)
    return wafv2.LoggingFilter(DefaultBehavior="DROP", Filters=[kept])
