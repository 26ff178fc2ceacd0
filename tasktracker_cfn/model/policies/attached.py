"""Policies that hang on what they are for from outside: a bucket's, a topic's, a role's."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tasktracker_cfn.model.named import BUCKET, ROLE, meant
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

# The properties that say which roles a policy is for.
OF_ROLES = {
    "AWS::IAM::ManagedPolicy": "Roles",
    "AWS::IAM::Policy": "Roles",
    "AWS::IAM::RolePolicy": "RoleName",
}
OF_TOPICS = {"AWS::SNS::TopicInlinePolicy": "TopicArn", "AWS::SNS::TopicPolicy": "Topics"}


def policies_of_role(system: System, role: Value) -> tuple[Item, ...]:
    """Give the policies that are attached to a role from outside it."""
    attached = _of_roles(system)
    return tuple(dict.fromkeys(item for found in meant(system, role, ROLE) for item in attached.get(found, ())))


def policies_of_bucket(system: System, bucket: Item) -> tuple[Item, ...]:
    """Give the policies of a bucket."""
    return _of_buckets(system).get(bucket, ())


@lru_cache(maxsize=8)
def _of_roles(system: System) -> Mapping[Item, tuple[Item, ...]]:
    return _by_holder(
        (role, item)
        for item in system.of(*OF_ROLES)
        for value in item.listed(OF_ROLES[item.type])
        for role in meant(system, value, ROLE)
    )


@lru_cache(maxsize=8)
def _of_buckets(system: System) -> Mapping[Item, tuple[Item, ...]]:
    policies = system.of("AWS::S3::BucketPolicy")
    return _by_holder((bucket, item) for item in policies for bucket in meant(system, item.get("Bucket"), BUCKET))


def _by_holder(attached: Iterable[tuple[Item, Item]]) -> Mapping[Item, tuple[Item, ...]]:
    """Give what hangs on each resource; many may be named alike, so nobody looks through all for each of them."""
    found: dict[Item, list[Item]] = {}
    for holder, item in attached:
        found.setdefault(holder, []).append(item)
    return {holder: tuple(dict.fromkeys(items)) for holder, items in found.items()}


def policies_of_topic(system: System, topic: Item) -> tuple[Item, ...]:
    """Give the policies of a topic."""
    return tuple(
        item
        for item in system.of(*OF_TOPICS)
        if topic in [system.at(value) for value in item.listed(OF_TOPICS[item.type])]
    )
