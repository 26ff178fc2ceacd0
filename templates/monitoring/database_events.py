"""What RDS itself tells of the database: failures, failovers, maintenance, and changes of how it is set up."""

from collections.abc import Mapping

from troposphere import Ref, rds, sns

from tasktracker_cfn.config.database import DatabaseConfig
from templates.monitoring.watched import WatchedDatabase

# CT.RDS.PR.12 and CT.RDS.PR.18 ask for these; "low storage" and "read replica" are events of instances only.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "db-cluster": ("configuration change", "failover", "failure", "maintenance"),
    "db-instance": ("configuration change", "failover", "failure", "low storage", "maintenance", "read replica"),
}


def subscription(database: DatabaseConfig, watched: WatchedDatabase, topic: sns.Topic) -> rds.EventSubscription:
    """Give the subscription of a topic to the events of the database and its replicas."""
    source = "db-cluster" if database.is_cluster else "db-instance"
    return rds.EventSubscription(
        "DatabaseEvents",
        # RDS tries the topic when the subscription is made, and the policy lets it in (O02).
        DependsOn=f"{topic.title}Policy",
        SnsTopicArn=Ref(topic),
        SourceType=source,
        SourceIds=[watched.identifier, *watched.replicas.values()],
        EventCategories=list(CATEGORIES[source]),
        Enabled=True,
    )
