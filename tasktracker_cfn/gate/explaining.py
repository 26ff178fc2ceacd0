"""What each id that a finding can carry means: the rules, the security goals, and the gate's own notices."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from tasktracker_cfn.gate.findings import Severity
from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.goals.goal import Goal
from tasktracker_cfn.gate.rules.every import groups, rules
from tasktracker_cfn.gate.rules.rule import Rule

# The goals whose breach is a hole, not a matter of price or of habit. Whoever does without the others is advised only:
# a small system has neither backup plan nor keys of its own, and is none the worse for it.
HOLES = frozenset(
    {
        "bucket-encryption",
        "bucket-owner-enforced",
        "bucket-policy-principals",
        "bucket-public-access-block",
        "database-encryption",
        "database-password",
        "database-private",
        "database-tls",
        "key-policy-principals",
        "no-administration-through-network-acls",
        "no-decryption-by-all-keys",
        "no-open-risky-ports",
        "no-privilege-escalation",
        "no-secrets-in-environment",
        "no-wildcard-actions",
        "only-web-ports-open",
        "origins-use-https",
        "pass-role-named",
        "task-isolation",
        "topic-policy",
        "valid-policies",
        "viewers-use-https",
    }
)


class Meaning(NamedTuple):
    """What an id means; `rows` are the traps, or the ids under which scanners and standards know it."""

    id: str
    group: str
    severity: Severity
    summary: str
    why: str
    remedy: str
    source: str
    rows: tuple[str, ...]

    def __str__(self) -> str:
        """Give the text that a person reads."""
        parts = [
            f"{self.id} ({self.severity}, {self.group})",
            self.summary,
            f"Why: {self.why}",
            f"What to do: {self.remedy}",
            f"Source: {self.source}" if self.source else "Source: none; common knowledge, so it only warns.",
        ]
        return "\n\n".join(parts)


# No more of them are named: a finding says why it matters, and is no index.
NAMED = 4
GATE = "The gate itself"
EXEMPTION = "An exemption that is of no use hides what it is for, and may allow something else one day."
NOTICES = (
    Meaning(
        "template-unreadable",
        GATE,
        "error",
        "Every template can be read, and so can every template that it nests.",
        "What the gate cannot read it cannot judge, and CloudFormation cannot deploy.",
        "Mend the file at the line that the finding names.",
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html",
        (),
    ),
    Meaning(
        "goals-unclear",
        GATE,
        "advice",
        "The templates answer plainly whether each security goal holds.",
        "A value that only a deployment knows may break a goal, and nobody would see it here.",
        "Give the parameters that the deployment gives (`--params`, `--param`), or look at the goals that are named.",
        "docs/security-goals.md",
        (),
    ),
    Meaning(
        "exemption-for-no-rule",
        GATE,
        "error",
        "Every exemption is for a rule that there is.",
        EXEMPTION,
        "Name a rule of docs/rules.md or a goal of docs/security-goals.md, or take the exemption out.",
        "docs/rules.md",
        (),
    ),
    Meaning(
        "exemption-for-cost",
        GATE,
        "error",
        "Cost excuses nothing that holds always.",
        "A goal that holds always costs next to nothing, so money is not what speaks against it.",
        "Give the exemption another ground, or make the goal hold.",
        "docs/security-goals.md",
        (),
    ),
    Meaning(
        "exemption-expired",
        GATE,
        "warning",
        "No exemption has expired.",
        "Its day was set so that somebody looks at it again; until then the rule holds.",
        "Look whether the reason still counts; then set another day, or take the exemption out.",
        "docs/rules.md",
        (),
    ),
    Meaning(
        "exemption-unused",
        GATE,
        "warning",
        "Every exemption allows something in every build that it names.",
        EXEMPTION,
        "Take the exemption out, or the build out of its list.",
        "docs/rules.md",
        (),
    ),
)


@cache
def meanings() -> dict[str, Meaning]:
    """Give what every id means, in the order of a page."""
    return {meaning.id: meaning for meaning in (*_of_rules(), *map(of_goal, GOALS), *NOTICES)}


def of_rule(rule: Rule) -> Meaning:
    """Give what a rule means."""
    title = groups()[rule.group]
    return Meaning(rule.id, title, rule.severity, rule.summary, rule.why, rule.remedy, rule.source, rule.rows)


def of_goal(goal: Goal) -> Meaning:
    """Give what a security goal means."""
    return Meaning(
        goal.id,
        f"security goals: {goal.area}",
        "warning" if goal.id in HOLES else "advice",
        goal.statement,
        f"{goal.statement} {_known_as(goal)}",
        "Change the template so that it holds, or exempt it with a reason and an end.",
        "docs/security-goals.md",
        goal.covers,
    )


def _known_as(goal: Goal) -> str:
    """Give some of the names under which others ask for a goal; the page of goals has them all."""
    names = ", ".join(goal.covers[:NAMED])
    more = f" and {len(goal.covers) - NAMED} more" if len(goal.covers) > NAMED else ""
    return f"Scanners and standards ask for it as {names}{more}."


def _of_rules() -> Iterator[Meaning]:
    yield from map(of_rule, rules())
