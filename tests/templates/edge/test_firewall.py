"""The firewalls of load balancer and site: their rules, what they log, and what they stand before."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.config.waf import GROUPS
from tests.nests import nest_with, of_type, properties
from tests.templates.edge.sites import distribution, edge_with

KNOWN_BAD = "AWSManagedRulesKnownBadInputsRuleSet"
DEFAULT_GROUPS = [
    KNOWN_BAD,
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesSQLiRuleSet",
]
COUNTED_BODIES = [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}]
NAME = "task-management-api-development"


def _edge(folder: Path, **waf: object) -> dict[str, Any]:
    return nest_with(folder, {"edge.waf": waf})["edge"]


def _rules(edge: dict[str, Any], acl: str = "WebAcl") -> dict[str, dict[str, Any]]:
    return {rule["Name"]: rule for rule in properties(edge, acl)["Rules"]}


def _group(rule: Mapping[str, Any]) -> dict[str, Any]:
    found = rule["Statement"]["ManagedRuleGroupStatement"]
    assert found["VendorName"] == "AWS"
    return dict(found)


def test_none(tmp_path: Path) -> None:
    """Without the setting there is nothing of WAF, and nobody may write logs."""
    edge = edge_with(tmp_path)
    assert not [name for name, found in edge["Resources"].items() if found["Type"].startswith("AWS::WAFv2::")]
    assert not of_type(edge, "AWS::Logs::ResourcePolicy")
    assert "WebACLId" not in distribution(edge)


def test_s2_02_load_balancer(tmp_path: Path) -> None:
    """A regional web ACL that lets through what no rule blocks is put before the load balancer."""
    edge = _edge(tmp_path)
    acl = properties(edge, "WebAcl")
    assert (acl["Scope"], acl["DefaultAction"]) == ("REGIONAL", {"Allow": {}})
    assert properties(edge, "WebAclAssociation") == {
        "ResourceArn": {"Ref": "LoadBalancer"},
        "WebACLArn": {"Fn::GetAtt": ["WebAcl", "Arn"]},
    }
    # W05
    assert "Name" not in acl


def test_site(tmp_path: Path) -> None:
    """The site's web ACL is of CloudFront's scope, and a property of the distribution by its ARN."""
    edge = edge_with(tmp_path, waf={})
    assert properties(edge, "SiteWebAcl")["Scope"] == "CLOUDFRONT"
    assert distribution(edge)["WebACLId"] == {"Fn::GetAtt": ["SiteWebAcl", "Arn"]}
    assert not of_type(edge, "AWS::WAFv2::WebACLAssociation")
    assert [_group(rule)["Name"] for rule in list(_rules(edge, "SiteWebAcl").values())[1:]] == DEFAULT_GROUPS


def test_default_rules(tmp_path: Path) -> None:
    """The rate of an address is limited, AWS's groups decide by themselves, and large bodies are only counted."""
    rate, *groups = _rules(_edge(tmp_path)).values()
    assert rate["Action"] == {"Block": {}}
    assert rate["Statement"] == {
        "RateBasedStatement": {"Limit": 2000, "EvaluationWindowSec": 300, "AggregateKeyType": "IP"}
    }
    assert [_group(rule)["Name"] for rule in groups] == DEFAULT_GROUPS
    for rule in groups:
        assert rule["OverrideAction"] == {"None": {}}
        assert "Action" not in rule
        common = _group(rule)["Name"] == "AWSManagedRulesCommonRuleSet"
        assert _group(rule).get("RuleActionOverrides") == (COUNTED_BODIES if common else None)


def test_every_rule(tmp_path: Path) -> None:
    """Each rule has a priority of its own, and is seen in metrics under its own name, as is the whole."""
    edge = _edge(tmp_path, managed_groups=["linux", "posix", "php", "common"])
    rules = _rules(edge)
    assert [rule["Priority"] for rule in rules.values()] == list(range(6))
    for name, rule in rules.items():
        assert rule["VisibilityConfig"] == {
            "CloudWatchMetricsEnabled": True,
            "SampledRequestsEnabled": True,
            "MetricName": name,
        }
    assert properties(edge, "WebAcl")["VisibilityConfig"] == {
        "CloudWatchMetricsEnabled": True,
        "SampledRequestsEnabled": True,
        "MetricName": f"{NAME}-load-balancer",
    }


@pytest.mark.parametrize("name", GROUPS)
def test_groups(tmp_path: Path, name: str) -> None:
    """Known bad inputs are always refused, and beside them what is asked for."""
    _, *groups = _rules(_edge(tmp_path, managed_groups=[name])).values()
    assert [_group(rule)["Name"] for rule in groups] == [KNOWN_BAD, GROUPS[name].name]  # type: ignore[index] # a key


def test_rate(tmp_path: Path) -> None:
    """The rate is what is set, and behind a proxy it is that of the address that the proxy names."""
    rate = _rules(_edge(tmp_path, rate_limit=100, behind_proxy=True))["rate-limit"]
    assert rate["Statement"]["RateBasedStatement"] == {
        "Limit": 100,
        "EvaluationWindowSec": 300,
        "AggregateKeyType": "FORWARDED_IP",
        "ForwardedIPConfig": {"HeaderName": "X-Forwarded-For", "FallbackBehavior": "NO_MATCH"},
    }


def test_large_bodies(tmp_path: Path) -> None:
    """Large bodies are blocked where that is asked for."""
    assert "RuleActionOverrides" not in _group(_rules(_edge(tmp_path, block_large_bodies=True))["common"])


def test_count_only(tmp_path: Path) -> None:
    """A firewall that counts blocks nothing."""
    rate, *groups = _rules(_edge(tmp_path, count_only=True)).values()
    assert rate["Action"] == {"Count": {}}
    assert [rule["OverrideAction"] for rule in groups] == [{"Count": {}}] * 4


@pytest.mark.parametrize(("prefix", "protects"), [("", "load-balancer"), ("Site", "site")])
def test_logging(tmp_path: Path, prefix: str, protects: str) -> None:
    """Requests are logged into a group whose name WAF takes, without what proves who asks."""
    key = "edge.waf" if protects == "load-balancer" else "edge.site.waf"
    edge = nest_with(tmp_path, {key: {"retention_days": 7}, "encryption": {"logs": True}})["edge"]
    assert properties(edge, f"{prefix}WebAclLogging") == {
        "ResourceArn": {"Fn::GetAtt": [f"{prefix}WebAcl", "Arn"]},
        "LogDestinationConfigs": [{"Fn::GetAtt": [f"{prefix}WebAclLogGroup", "Arn"]}],
        "RedactedFields": [{"SingleHeader": {"Name": "authorization"}}, {"SingleHeader": {"Name": "cookie"}}],
    }
    group = properties(edge, f"{prefix}WebAclLogGroup")
    # W01
    assert group["LogGroupName"] == f"aws-waf-logs-{NAME}-{protects}"
    assert (group["RetentionInDays"], group["KmsKeyId"]) == (7, {"Ref": "LogsKeyArn"})


def test_matched_requests(tmp_path: Path) -> None:
    """Of matched requests alone, those are logged that a rule blocks or counts."""
    kept = properties(_edge(tmp_path, logged_requests="matched"), "WebAclLogging")["LoggingFilter"]
    assert kept["DefaultBehavior"] == "DROP"
    (only,) = kept["Filters"]
    assert (only["Behavior"], only["Requirement"]) == ("KEEP", "MEETS_ANY")
    actions = [condition["ActionCondition"]["Action"] for condition in only["Conditions"]]
    assert actions == ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"]


def test_log_delivery(tmp_path: Path) -> None:
    """Log delivery may write into both groups and no other, for this account, before logging is switched on."""
    edge = nest_with(tmp_path, {"edge.waf": {}, "edge.site": {"waf": {}}})["edge"]
    policy = properties(edge, "LogDeliveryPolicy")
    assert policy["PolicyName"] == f"{NAME}-log-delivery"
    (statement,) = policy["PolicyDocument"]["Statement"]
    source = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"
    assert statement == {
        "Sid": "WriteByFirewall",
        "Effect": "Allow",
        "Principal": {"Service": ["delivery.logs.amazonaws.com"]},
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": [{"Fn::GetAtt": [f"{prefix}WebAclLogGroup", "Arn"]} for prefix in ("", "Site")],
        "Condition": {
            "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
            "ArnLike": {"aws:SourceArn": {"Fn::Sub": source}},
        },
    }
    for prefix in ("", "Site"):
        assert edge["Resources"][f"{prefix}WebAclLogging"]["DependsOn"] == ["LogDeliveryPolicy"]
