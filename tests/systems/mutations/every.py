"""Every mutation of a shipped system, of dev where the community tracker is not said to be production."""

from tests.systems.mutations import (
    community_data,
    community_monitoring,
    community_network,
    community_production,
    community_service,
    community_site,
    community_whole,
    contract,
    fargate_nonprod,
    task_management_api,
    tasktracker,
)
from tests.systems.mutations.mutation import Broken, Mutation

S0 = "tasktracker/demo"
S1 = "community-tracker/dev"
S1_PRODUCTION = "community-tracker/production"
S3 = "fargate-nonprod/nonprod"
S4 = "task-management-api/development"

TABLES: list[tuple[str, list[Broken]]] = [
    (S0, tasktracker.BROKEN),
    (S3, fargate_nonprod.BROKEN),
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
