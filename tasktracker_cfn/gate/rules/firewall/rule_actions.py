"""Rules whose action is of the wrong kind."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.firewall.web_acls import RULE_GROUP, WEB_ACL, Rule, rules_in
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System, follow

GROUPS = ("ManagedRuleGroupStatement", "RuleGroupReferenceStatement")


@rule(
    "web-acl-rule-actions",
    rows="W02",
    severity="error",
    why="WAF refuses a rule with an Action that runs a group of rules, one with an OverrideAction that does not, "
    "and one with neither.",
    remedy="Give OverrideAction to a rule that runs a rule group, and Action to every other.",
    source="https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html",
)
def rule_actions(system: System) -> Iterator[Fault]:
    """A rule that runs a rule group overrides its actions, and every other has an action of its own."""
    for item in system.of(WEB_ACL, RULE_GROUP):
        for number, entry in rules_in(item):
            problem = _problem(entry)
            if problem:
                yield Fault(item, f"has a rule {entry.get('Name') or number} {problem}", "Rules", number)


def _problem(entry: Rule) -> str | None:
    statement = entry.get("Statement")
    # What a symbol stands for may be either.
    if not isinstance(statement, Mapping):
        return None
    if any(follow(statement, group) is not None for group in GROUPS):
        if "Action" in entry:
            return "with an Action, though it runs a rule group"
        return None if "OverrideAction" in entry else "that runs a rule group without an OverrideAction"
    if "OverrideAction" in entry:
        return "with an OverrideAction, though it runs no rule group"
    return None if "Action" in entry else "without an Action"
