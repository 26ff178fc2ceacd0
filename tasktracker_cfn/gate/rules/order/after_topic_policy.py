"""What announces through a topic before the topic's policy lets it."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import WAIT, too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.policies.attached import policies_of_topic
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

REASON = "what lets it announce"


@rule(
    "budget-after-topic-policy",
    rows="K05",
    severity="warning",
    why="A budget asks its topic for permission when it is created; a topic's policy is a resource of its own, which "
    "a reference to the topic does not wait for.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html",
)
def budget_after_topic_policy(system: System) -> Iterator[Fault]:
    """A budget is created after the policies of the topics that it announces through."""
    for budget in system.of("AWS::Budgets::Budget"):
        for entry in budget.mappings("NotificationsWithSubscribers"):
            for subscriber in known_mappings(entry.get("Subscribers")):
                found = _policies(system, subscriber.get("Address"))
                yield from too_early(system, budget, found, REASON, "NotificationsWithSubscribers")


@rule(
    "database-events-after-topic-policy",
    rows="K05",
    severity="warning",
    why="RDS tries the topic of a subscription when it is created (SNSNoAuthorization); a topic's policy is a "
    "resource of its own, which a reference to the topic does not wait for.",
    remedy=WAIT,
    source="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html",
)
def database_events_after_topic_policy(system: System) -> Iterator[Fault]:
    """A subscription to a database's events is created after the policies of its topic."""
    for item in system.of("AWS::RDS::EventSubscription"):
        found = _policies(system, item.get("SnsTopicArn"))
        yield from too_early(system, item, found, REASON, "SnsTopicArn")


def _policies(system: System, value: Value) -> tuple[Item, ...]:
    topic = system.at(value)
    return policies_of_topic(system, topic) if topic is not None else ()
