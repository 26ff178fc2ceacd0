"""A target group that cannot be replaced."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import TARGETS
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "target-group-without-name",
    rows="L11",
    severity="warning",
    why="A change of port, protocol, VPC or target type replaces it, which a name prevents: there cannot be two of it.",
    remedy="Leave the name out; CloudFormation makes one for each.",
    source="schema AWS::ElasticLoadBalancingV2::TargetGroup",
)
def target_group_names(system: System) -> Iterator[Fault]:
    """A target group has no name of its own, so that it can be replaced."""
    for targets in system.of(TARGETS):
        if targets.get("Name") is not None:
            yield Fault(targets, "has a fixed name, under which it cannot be replaced", "Name")
