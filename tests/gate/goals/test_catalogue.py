"""The goals are those that were asked for: none is missing, none is said twice."""

from collections import Counter

import pytest

from tasktracker_cfn.gate.goals.every import GOALS
from tasktracker_cfn.gate.goals.unchecked import UNCHECKED

# Of each area: how many goals hold always, how many in production, how many where nobody says why not, and how many
# are not checked because the rule is wrong, or because no template can show it.
ASKED = {
    "Account": (0, 0, 0, 0, 1),
    "Alarms": (1, 0, 0, 0, 0),
    "Backup": (0, 1, 0, 0, 0),
    "Buckets": (7, 2, 3, 2, 1),
    "Cache": (1, 1, 1, 0, 0),
    "Certificates": (1, 0, 0, 0, 0),
    "CloudFront": (5, 3, 2, 1, 1),
    "DNS": (0, 1, 0, 0, 0),
    "Database": (3, 5, 0, 0, 0),
    "Database operation": (7, 1, 2, 1, 0),
    "Functions": (1, 0, 1, 0, 0),
    "Image repositories": (1, 1, 0, 0, 0),
    "Keys": (4, 0, 1, 0, 0),
    "Lint": (4, 0, 4, 0, 0),
    "Load balancer": (3, 6, 1, 2, 0),
    "Logs": (1, 2, 0, 0, 0),
    "Network ACL": (1, 0, 1, 0, 0),
    "Permissions": (5, 0, 2, 0, 0),
    "Roles": (3, 0, 1, 0, 1),
    "Secrets": (0, 2, 0, 0, 1),
    "Security groups": (5, 0, 3, 0, 0),
    "Stacks": (1, 0, 1, 1, 0),
    "Tasks": (8, 2, 1, 0, 0),
    "Topics": (2, 0, 1, 0, 0),
    "Trail": (0, 1, 1, 0, 0),
    "VPC": (2, 1, 2, 0, 1),
    "Web ACL": (2, 0, 0, 0, 0),
}
KINDS = ("always", "production", "exempted", "wrong", "elsewhere")


def test_every_row_is_there() -> None:
    """Each area has the goals of each kind that were asked for, and says what it leaves out."""
    kinds: list[tuple[str, str]] = [(goal.area, goal.binding) for goal in GOALS]
    found = Counter(kinds + [(one.area, one.why) for one in UNCHECKED])
    assert {area: tuple(found[area, kind] for kind in KINDS) for area in sorted({area for area, _ in found})} == ASKED
    assert [sum(counts) for counts in zip(*ASKED.values(), strict=True)] == [68, 29, 28, 7, 6]


def test_ids() -> None:
    """Every goal has an id of its own, in small letters."""
    ids = [goal.id for goal in GOALS] + [one.id for one in UNCHECKED]
    assert len(set(ids)) == len(ids)
    assert all(name == name.lower() and name.replace("-", "").isalnum() for name in ids)


def test_other_names() -> None:
    """No two goals are known elsewhere by the same name, and each by one at least."""
    names = Counter([name for goal in GOALS for name in goal.covers] + " ".join(o.covers for o in UNCHECKED).split())
    assert [name for name, count in names.items() if count > 1] == []
    assert [goal.id for goal in GOALS if not goal.covers] == []


@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: str(goal.id))
def test_statements(goal: object) -> None:
    """Each goal says in one sentence what it asks."""
    statement = getattr(goal, "statement", "")
    assert statement.endswith(".")
    assert statement.count(". ") == 0
    assert "\n" not in statement
