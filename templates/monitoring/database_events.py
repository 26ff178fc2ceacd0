"""What RDS itself tells of the database: failures, failovers, maintenance, and changes of how it is set up."""

from collections.abc import Mapping, Sequence

from troposphere import Ref, rds, sns

from tasktracker_cfn.authoring.wires import Name
from tasktracker_cfn.config.database import DatabaseConfig
from templates.monitoring.watched import WatchedDatabase

# CT.RDS.PR.12, CT.RDS.PR.18 and CT.RDS.PR.19 ask for these; "low storage" and "read replica" are events of instances.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "db-cluster": ("configuration change", "failover", "failure", "maintenance"),
    "db-instance": ("configuration change", "failover", "failure", "low storage", "maintenance", "read replica"),
    "db-parameter-group": ("configuration change",),
}


def subscriptions(database: DatabaseConfig, watched: WatchedDatabase, topic: sns.Topic) -> list[rds.EventSubscription]:
    """Give the subscriptions of a topic to the events of the database and its replicas, and of their parameters."""
    source = "db-cluster" if database.is_cluster else "db-instance"
    made = [_subscription("DatabaseEvents", source, [watched.identifier, *watched.replicas.values()], topic)]
    # The parameter group of a cluster is no source of events: there is no kind for it.
    # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
    if watched.parameter_group is not None and not database.is_cluster:
        group = [watched.parameter_group]
        made.append(_subscription("DatabaseParameterEvents", "db-parameter-group", group, topic))
    return made


def _subscription(logical_id: str, source: str, names: Sequence[Name], topic: sns.Topic) -> rds.EventSubscription:
    return rds.EventSubscription(
        logical_id,
        # RDS tries the topic when the subscription is made, and the policy lets it in (O02).
        DependsOn=f"{topic.title}Policy",
        SnsTopicArn=Ref(topic),
        SourceType=source,
        SourceIds=list(names),
        EventCategories=list(CATEGORIES[source]),
        Enabled=True,
    )
