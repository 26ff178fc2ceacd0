"""Copies of buckets in another region: what copies here, and the buckets there.

The bucket there must exist, with versions, when the one here is told to copy to it, and a stack is in one region only
(B04). So the copies are in a stack of their own, which is deployed first, and are found by their names.
"""

from typing import NamedTuple

from awacs import s3 as s3_actions
from troposphere import AWSObject, GetAtt, iam, s3

from tasktracker_cfn.authoring.iam import allow, managed_policy, service_role
from tasktracker_cfn.config import SystemConfig, given_names
from templates.data import bucket


class Role(NamedTuple):
    """The role with which S3 copies, and its resources in reading order."""

    role: iam.Role
    resources: list[AWSObject]


class Names(NamedTuple):
    """The names of a bucket and of its copy."""

    source: str
    replica: str


def role(system: SystemConfig) -> Role:
    """Give the role with which S3 reads from the buckets that are copied and writes into the copies."""
    names = _names(system).values()
    sources, replicas = [found.source for found in names], [found.replica for found in names]
    # B05: all by name, since the buckets wait for the role.
    policy = managed_policy(
        "ReplicationPolicy",
        "Copy objects into another region",
        allow(
            s3_actions.GetReplicationConfiguration,
            s3_actions.ListBucket,
            on=[bucket.arn(name) for name in sources],
            sid="ReadWhatToCopy",
        ),
        allow(
            s3_actions.GetObjectVersionAcl,
            s3_actions.GetObjectVersionForReplication,
            s3_actions.GetObjectVersionTagging,
            on=[bucket.objects(name) for name in sources],
            sid="ReadVersions",
        ),
        allow(
            s3_actions.ReplicateDelete,
            s3_actions.ReplicateObject,
            s3_actions.ReplicateTags,
            on=[bucket.objects(name) for name in replicas],
            sid="WriteCopies",
        ),
    )
    # S3 documents this trust without a condition, and with one that it does not meet it would copy nothing and say
    # nothing. It takes only roles of the account that owns the bucket.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
    made = service_role("ReplicationRole", "s3", "Copies objects into another region", [policy], source=None)
    return Role(made, [policy, made])


def configurations(system: SystemConfig, copying: Role) -> dict[str, s3.ReplicationConfiguration]:
    """Give what tells each bucket to be copied, by the bucket's use."""
    return {
        use: s3.ReplicationConfiguration(
            Role=GetAtt(copying.role, "Arn"),
            Rules=[
                # B03: in this form of a rule each of these has to be said.
                s3.ReplicationConfigurationRules(
                    Id="copy-everything",
                    Status="Enabled",
                    Priority=1,
                    Filter=s3.ReplicationRuleFilter(Prefix=""),
                    # Who deletes an object by mistake finds it in the copy.
                    DeleteMarkerReplication=s3.DeleteMarkerReplication(Status="Disabled"),
                    Destination=s3.ReplicationConfigurationRulesDestination(Bucket=bucket.arn(names.replica)),
                )
            ],
        )
        for use, names in _names(system).items()
    }


def replicas(system: SystemConfig) -> dict[str, s3.Bucket]:
    """Give the buckets in the other region, by the uses of those that are copied; they are alike."""
    return {use: bucket.build(use, system.data.buckets[use], names.replica) for use, names in _names(system).items()}


def _names(system: SystemConfig) -> dict[str, Names]:
    found = {}
    for use, config in system.data.buckets.items():
        source, replica = given_names.bucket(system, config), given_names.copy_of_bucket(system, config)
        if source is not None and replica is not None:
            found[use] = Names(source, replica)
    return found
