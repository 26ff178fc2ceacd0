"""Budgets that AWS refuses, or that watch nothing."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_text, outline
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System, follow

BUDGET = "AWS::Budgets::Budget"
TYPES = ("USAGE", "COST", "RI_UTILIZATION", "RI_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE")
UNITS = ("DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM")
OF_NOTIFICATION = {
    "NotificationType": ("ACTUAL", "FORECASTED"),
    "ComparisonOperator": ("GREATER_THAN", "LESS_THAN", "EQUAL_TO"),
    "ThresholdType": ("PERCENTAGE", "ABSOLUTE_VALUE"),
}
LIMITS = ("BudgetLimit", "PlannedBudgetLimits", "AutoAdjustData")
NOTIFICATIONS = "NotificationsWithSubscribers"
MOST_NOTIFICATIONS, MOST_EMAILS = 10, 10


@rule(
    "budget-parts",
    rows="X05",
    severity="error",
    why="The schema takes any text; AWS Budgets takes its own words, a limit for costs, and one to eleven subscribers.",
    remedy="Write the words as the API has them, give BudgetLimit, and at most one topic and ten addresses each.",
    source="https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html",
)
def parts(system: System) -> Iterator[Fault]:
    """A budget has a known type, a limit where it needs one, and notifications that somebody receives."""
    for budget in system.of(BUDGET):
        yield from _words(budget, {"BudgetType": TYPES, "TimeUnit": UNITS}, "Budget")
        # A limit that is decided elsewhere is one.
        limited = any(budget.get("Budget", name) is not None for name in LIMITS)
        if budget.text("Budget", "BudgetType") in {"COST", "USAGE"} and not limited:
            yield Fault(budget, "has no BudgetLimit", "Budget")
        notifications = budget.listed(NOTIFICATIONS)
        if len(notifications) > MOST_NOTIFICATIONS:
            yield Fault(budget, f"has more than {MOST_NOTIFICATIONS} notifications", NOTIFICATIONS)
        for number, entry in enumerate(notifications):
            yield from _words(budget, OF_NOTIFICATION, NOTIFICATIONS, number, "Notification")
            yield from _subscribers(budget, number, follow(entry, "Subscribers"))


@rule(
    "budget-tag-filter",
    rows="X06",
    severity="warning",
    why="A filter of another form matches nothing, so the budget counts nothing and is never exceeded.",
    remedy="Write user:<key>$<value>; in Fn::Sub the dollar sign before ${...} is one of two: user:Key$${Value}.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-budgets-budget.html",
)
def tag_filter(system: System) -> Iterator[Fault]:
    """A budget's filter by tags has the form user:key$value."""
    for budget in system.of(BUDGET):
        path = ("Budget", "CostFilters", "TagKeyValue")
        for number, value in enumerate(budget.listed(*path)):
            if isinstance(value, (str, Text)) and not _is_filter(value):
                yield Fault(
                    budget, f"filters by the tag {outline(value)!r}, which is not user:key$value", *path, number
                )


def _words(budget: Item, allowed: Mapping[str, tuple[str, ...]], *path: str | int) -> Iterator[Fault]:
    for name, words in allowed.items():
        word = known_text(budget.get(*path, name))
        if word is not None and word not in words:
            yield Fault(budget, f"has the {name} {word!r}, which AWS Budgets does not know", *path, name)


def _subscribers(budget: Item, number: int, value: Value) -> Iterator[Fault]:
    path = (NOTIFICATIONS, number, "Subscribers")
    found = known_items(value)
    types = [known_text(follow(entry, "SubscriptionType")) for entry in found]
    if value == ():
        yield Fault(budget, "has a notification that nobody receives", *path)
    if types.count("SNS") > 1:
        yield Fault(budget, "has a notification with more than one topic", *path)
    if types.count("EMAIL") > MOST_EMAILS:
        yield Fault(budget, f"has a notification with more than {MOST_EMAILS} addresses", *path)
    for place, word in enumerate(types):
        if word not in (None, "SNS", "EMAIL"):
            yield Fault(budget, f"has a subscriber of the type {word!r}, which AWS Budgets does not know", *path, place)


def _is_filter(value: Value) -> bool:
    text = outline(value)
    begins = text.startswith(("user:", "aws:", "*"))
    return begins and "$" in text.strip("$")
