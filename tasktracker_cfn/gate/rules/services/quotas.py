"""More of something than an account may have."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

QUOTAS = {
    "AWS::EC2::VPC": (5, "VPCs in a region"),
    "AWS::EC2::InternetGateway": (5, "internet gateways in a region"),
    "AWS::EC2::EIP": (5, "elastic addresses in a region"),
    "AWS::CloudFront::CachePolicy": (20, "cache policies in an account"),
    "AWS::CloudFront::OriginRequestPolicy": (20, "origin request policies in an account"),
    "AWS::CloudFront::ResponseHeadersPolicy": (20, "response headers policies in an account"),
    "AWS::CloudTrail::Trail": (5, "trails in a region"),
}


@rule(
    "within-usual-quotas",
    rows="X17",
    severity="warning",
    why="An account that has not asked for more is refused what goes beyond its quota, and the stack rolls back.",
    remedy="Ask for a higher quota before the deployment, or do with fewer.",
)
def quotas(system: System) -> Iterator[Fault]:
    """A system alone does not use up what an account may have of a thing."""
    for kind, (most, name) in QUOTAS.items():
        surely = [item for item in system.of(kind) if system.exists(item)]
        if len(surely) > most:
            yield Fault(surely[most], f"is one of {len(surely)}, and an account may have {most} {name}")
