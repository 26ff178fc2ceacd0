"""Policies that hang on what they are for from outside: a bucket's, a topic's, a role's."""

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
    roles = meant(system, role, ROLE)
    if not roles:
        return ()
    return tuple(
        item
        for item in system.of(*OF_ROLES)
        if any(found in roles for value in item.listed(OF_ROLES[item.type]) for found in meant(system, value, ROLE))
    )


def policies_of_bucket(system: System, bucket: Item) -> tuple[Item, ...]:
    """Give the policies of a bucket."""
    policies = system.of("AWS::S3::BucketPolicy")
    return tuple(policy for policy in policies if bucket in meant(system, policy.get("Bucket"), BUCKET))


def policies_of_topic(system: System, topic: Item) -> tuple[Item, ...]:
    """Give the policies of a topic."""
    return tuple(
        item
        for item in system.of(*OF_TOPICS)
        if topic in [system.at(value) for value in item.listed(OF_TOPICS[item.type])]
    )
