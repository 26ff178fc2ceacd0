"""Property 5: database, cache, tasks and load balancer are placed in at least two availability zones.

Placed, not running: a single task, or an instance without a standby, can be started in another zone. Where the
configuration asks for a standby, for readers or for replicas, they are there.
"""

from tests.properties.database import CLUSTER, databases, members, replicas, subnets
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import network, tasks, traffic
from tests.systems.built import Item, System, true

FEWEST = 2


@of_each
def in_two_zones(environment: Environment) -> Complaints:
    """Give what is placed in fewer than two zones."""
    config, built = environment
    for name, found in _places(built):
        if len(network.zones(found)) < FEWEST:
            yield f"{name} is in one zone"
    wanted = config.data.database
    for database in databases(built):
        if database.type == CLUSTER:
            readers = wanted.serverless.readers if wanted and wanted.serverless else 0
            if len(members(built, database)) != 1 + readers:
                yield f"{database} has {len(members(built, database))} members"
        elif len(replicas(built, database)) != (wanted.read_replicas if wanted else 0):
            yield f"{database} has {len(replicas(built, database))} replicas"
        elif true(database.get("MultiAZ")) != bool(wanted and wanted.multi_az):
            yield f"{database} has another standby than configured"


def _places(built: System) -> list[tuple[str, tuple[Item, ...]]]:
    balancer = traffic.load_balancer(built)
    places = [(str(balancer), built.all_at(balancer.get("Subnets")))]
    places.append((str(tasks.service(built)), tasks.subnets(built)))
    for cache in built.of("AWS::ElastiCache::ReplicationGroup"):
        group = built.at(cache.get("CacheSubnetGroupName"))
        assert group is not None, f"{cache} has no subnet group of this system"
        places.append((str(cache), built.all_at(group.get("SubnetIds"))))
    return places + [(str(database), subnets(built, database)) for database in databases(built)]
