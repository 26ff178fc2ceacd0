"""How a distribution gets its web ACL."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, config
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import System

ACL = "AWS::WAFv2::WebACL"


@rule(
    "distribution-web-acl",
    rows="F20",
    severity="error",
    why="CloudFront takes a web ACL only as the ARN of one with the scope CLOUDFRONT, in the distribution itself.",
    remedy="Give the distribution's WebACLId the ARN of a web ACL with Scope CLOUDFRONT; associations are for others.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webaclassociation.html",
)
def distribution_web_acl(system: System) -> Iterator[Fault]:
    """A distribution names the ARN of a web ACL for CloudFront, and no association does it instead."""
    for item in system.of(DISTRIBUTION):
        problem = _problem(system, config(item, "WebACLId"))
        if problem:
            yield Fault(item, problem, CONFIG, "WebACLId")
    for item in system.of("AWS::WAFv2::WebACLAssociation"):
        target = item.get("ResourceArn")
        found = {system.at(reference) for reference in all_references(target)}
        named = any(one is not None and one.type == DISTRIBUTION for one in found)
        if named or any(":cloudfront:" in literal for literal in literals(target)):
            yield Fault(
                item, "associates a web ACL with a distribution, which only names it in WebACLId", "ResourceArn"
            )


def _problem(system: System, value: Value) -> str | None:
    if isinstance(value, str):
        return "has a web ACL of a region" if ":regional/webacl/" in value else None
    found = system.at(value)
    if found is None or found.type != ACL:
        return None
    if found.text("Scope") == "REGIONAL":
        return f"has {found}, a web ACL of a region"
    if isinstance(value, Reference) and value.attribute != "Arn":
        return f"names {found} by {value.attribute or 'Ref'} and not by its ARN"
    return None
