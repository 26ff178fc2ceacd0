"""A web ACL that cannot be replaced."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.firewall.web_acls import RULE_GROUP, WEB_ACL
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "web-acl-without-name",
    rows="W05",
    severity="warning",
    why="A change of its scope, or of its logical id, makes another one first, and two of one name there cannot be.",
    remedy="Leave the name out; CloudFormation makes one for each.",
    source="schema AWS::WAFv2::WebACL",
)
def fixed_name(system: System) -> Iterator[Fault]:
    """A web ACL or a rule group has no name of its own, so that it can be replaced."""
    for item in system.of(WEB_ACL, RULE_GROUP):
        if item.get("Name") is not None:
            yield Fault(item, "has a fixed name, under which it cannot be replaced", "Name")
