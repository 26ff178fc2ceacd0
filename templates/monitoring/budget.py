"""The budget: who hears, and when, that a month costs more than it may."""

from troposphere import Ref, budgets, sns

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.wires import EmailAddress
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.budget import BudgetConfig


def build(system: SystemConfig, config: BudgetConfig, topic: sns.Topic, email: EmailAddress | None) -> budgets.Budget:
    """Give the budget; it tells the topic, and the address also without the topic."""
    subscribers = [budgets.Subscriber(SubscriptionType="SNS", Address=Ref(topic))]
    if email is not None:
        # The topic's subscription waits until somebody confirms it; this one does not.
        subscribers.append(budgets.Subscriber(SubscriptionType="EMAIL", Address=email))
    return budgets.Budget(
        "Budget",
        # O02: the policy that lets budgets into the topic comes first.
        DependsOn=[f"{topic.title}Policy"],
        # X05: no BudgetName, because a notification can only change by replacement.
        Budget=budgets.BudgetData(
            BudgetType="COST",
            TimeUnit="MONTHLY",
            BudgetLimit=budgets.Spend(Amount=config.monthly_usd, Unit="USD"),
            **given(CostFilters=_filter(system, config)),
        ),
        NotificationsWithSubscribers=[
            *(_notification("ACTUAL", percent, subscribers) for percent in config.actual_percents),
            *(_notification("FORECASTED", percent, subscribers) for percent in config.forecast_percents),
        ],
    )


def _filter(system: SystemConfig, config: BudgetConfig) -> "dict[str, list[str]] | None":
    # X06
    return {"TagKeyValue": [f"user:{config.tag}${system.all_tags()[config.tag]}"]} if config.tag is not None else None


def _notification(
    kind: str, percent: int, subscribers: list[budgets.Subscriber]
) -> budgets.NotificationWithSubscribers:
    return budgets.NotificationWithSubscribers(
        Notification=budgets.Notification(
            NotificationType=kind, ComparisonOperator="GREATER_THAN", Threshold=percent, ThresholdType="PERCENTAGE"
        ),
        Subscribers=subscribers,
    )
