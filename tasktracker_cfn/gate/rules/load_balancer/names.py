"""Names that Elastic Load Balancing refuses."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import BALANCER, TARGETS
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.known import DYNAMIC
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import System

LONGEST = 32
OTHER = re.compile(r"[^A-Za-z0-9-]")


@rule(
    "balancer-name",
    rows="L03",
    severity="error",
    why="Elastic Load Balancing refuses other names, and the schema has neither a length nor a pattern for them.",
    remedy="Leave the name out, or keep to 32 letters, digits and inner hyphens, and do not begin with internal-.",
    source="schema AWS::ElasticLoadBalancingV2::LoadBalancer",
)
def names(system: System) -> Iterator[Fault]:
    """A load balancer's or target group's name is at most 32 letters, digits and inner hyphens."""
    for item in system.of(BALANCER, TARGETS):
        name = item.get("Name")
        if isinstance(name, (str, Text)):
            problem = _problem(name, is_balancer=item.type == BALANCER)
            if problem:
                yield Fault(item, f"has a name that {problem}", "Name")


def _problem(name: Value, *, is_balancer: bool) -> str | None:
    known = tuple(literals(name))
    if any(DYNAMIC in literal for literal in known):
        return None
    # What is symbolic in it is one character or more; nobody joins an empty text to a name.
    parts = name.parts if isinstance(name, Text) else known
    begin, end = (part if isinstance(part, str) else "" for part in (parts[0], parts[-1])) if parts else ("", "")
    other = next((found for part in known for found in OTHER.findall(part)), None)
    if other is not None:
        return f"contains {other!r}"
    if sum(map(len, known)) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if begin.startswith("-") or end.endswith("-"):
        return "begins or ends with a hyphen"
    return "begins with internal-" if is_balancer and begin.startswith("internal-") else None
