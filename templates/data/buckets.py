"""All buckets of the system: each with its policy, what logs their accesses, and what copies them."""

from typing import NamedTuple

from troposphere import AWSObject, s3

from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig, given_names
from templates.data import bucket
from templates.data.bucket import Surroundings


class Buckets(NamedTuple):
    """The buckets by their uses, and all resources in reading order."""

    by_use: dict[str, s3.Bucket]
    resources: list[AWSObject]


def build(system: SystemConfig, key_arn: Arn | None) -> Buckets:
    """Give all buckets, each with its policy, and what logs and copies them."""
    configs = system.data.buckets
    resources: list[AWSObject] = []
    around = {use: Surroundings(key_arn if config.takes_our_key else None) for use, config in configs.items()}
    if any(config.access_log for config in configs.values()):
        from templates.data import access_log  # noqa: PLC0415 - who logs nothing starts without it

        log = access_log.build(system)
        resources += [log.bucket, log.policy]
        for use in log.sources:
            around[use] = around[use]._replace(log=access_log.logging(log, use), log_policy=log.policy)
    if given_names.replica_region(system) is not None:
        from templates.data import replication  # noqa: PLC0415 - who copies nothing starts without it

        role = replication.role(system)
        resources += role.resources
        for use, copied in replication.configurations(system, role).items():
            around[use] = around[use]._replace(replication=copied)
    made = {
        use: bucket.build(use, config, given_names.bucket(system, config), around[use])
        for use, config in configs.items()
    }
    for use, found in made.items():
        resources += [found, bucket.policy(use, found)]
    return Buckets(made, resources)
