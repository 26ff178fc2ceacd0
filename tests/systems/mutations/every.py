"""Every mutation of a built system; the community tracker is dev where it is not said to be production."""

from tests.systems import sinks
from tests.systems.mutations import (
    community_data,
    community_monitoring,
    community_network,
    community_production,
    community_service,
    community_site,
    community_whole,
    contract,
    everything,
    fargate_nonprod,
    task_management_api,
    task_tracker_mysql_data,
    task_tracker_mysql_edge,
    task_tracker_mysql_metrics,
    task_tracker_mysql_network,
    task_tracker_mysql_service,
    task_tracker_mysql_whole,
    tasktracker,
)
from tests.systems.mutations.mutation import Broken, Mutation

S0 = "tasktracker/demo"
S1 = "community-tracker/dev"
S1_PRODUCTION = "community-tracker/production"
S2 = "task-tracker-mysql/production"
S3 = "fargate-nonprod/nonprod"
S4 = "task-management-api/development"

TABLES: list[tuple[str, list[Broken]]] = [
    (S0, tasktracker.BROKEN),
    (S2, task_tracker_mysql_network.BROKEN),
    (S2, task_tracker_mysql_edge.BROKEN),
    (S2, task_tracker_mysql_service.BROKEN),
    (S2, task_tracker_mysql_data.BROKEN),
    (S2, task_tracker_mysql_whole.BROKEN),
    (S2, task_tracker_mysql_metrics.BROKEN),
    (S3, fargate_nonprod.BROKEN),
    (sinks.MYSQL, everything.BROKEN),
    (S4, contract.BROKEN),
    (S4, task_management_api.BROKEN),
    (S1, community_network.BROKEN),
    (S1, community_data.BROKEN),
    (S1, community_service.BROKEN),
    (S1, community_site.BROKEN),
    (S1, community_whole.BROKEN),
    (S1, community_monitoring.BROKEN),
    (S1_PRODUCTION, community_production.BROKEN),
]
EVERY = [Mutation(folder, *broken) for folder, table in TABLES for broken in table]
