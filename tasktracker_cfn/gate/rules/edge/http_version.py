"""How viewers speak to a distribution."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, config
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import lacks
from tasktracker_cfn.model.system import System


@rule(
    "distribution-speaks-http2",
    rows="F16",
    severity="warning",
    why="A distribution of CloudFormation speaks HTTP/1.1 when nothing else is said, unlike one of the console.",
    remedy="Set HttpVersion to http2and3.",
    source="schema AWS::CloudFront::Distribution",
)
def speaks_http2(system: System) -> Iterator[Fault]:
    """A distribution speaks HTTP/2 with its viewers, or newer."""
    for item in system.of(DISTRIBUTION):
        configured = item.get(CONFIG)
        if lacks(configured, "HttpVersion") or config(item, "HttpVersion") == "http1.1":
            yield Fault(item, "speaks HTTP/1.1 only", CONFIG, "HttpVersion")
