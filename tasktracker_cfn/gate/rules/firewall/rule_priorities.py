"""Rules of one web ACL with one priority or name."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.firewall.web_acls import RULE_GROUP, WEB_ACL, rules_in
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.system import System


@rule(
    "web-acl-rule-priorities",
    rows="W02",
    severity="error",
    why="WAF refuses a web ACL or a rule group in which two rules have one priority or one name.",
    remedy="Number the rules of a web ACL, and name each otherwise.",
    source="https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html",
)
def rule_priorities(system: System) -> Iterator[Fault]:
    """The rules of a web ACL or a rule group have different priorities and names."""
    for item in system.of(WEB_ACL, RULE_GROUP):
        seen: set[float | str] = set()
        for number, entry in rules_in(item):
            for key, value in (
                ("Priority", known_number(entry.get("Priority"))),
                ("Name", known_text(entry.get("Name"))),
            ):
                if value is not None and value in seen:
                    shown = f"{value:g}" if isinstance(value, float) else value
                    yield Fault(item, f"has two rules with the {key.lower()} {shown}", "Rules", number, key)
                if value is not None:
                    seen.add(value)
