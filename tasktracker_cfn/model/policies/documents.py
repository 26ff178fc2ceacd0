"""Policy documents, and where they stand; a statement that is not known is None."""

from collections.abc import Mapping
from typing import Literal

from tasktracker_cfn.model.known import known_items
from tasktracker_cfn.model.symbols import Value

# Who is granted something: the identity that has the policy, whoever may assume a role, whoever reaches a resource.
Kind = Literal["identity", "trust", "resource"]
Entry = Mapping[str, Value]

ROLE = "AWS::IAM::Role"
POLICY = "AWS::IAM::ManagedPolicy"
ATTACHED = (POLICY, "AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy")
HOLDERS = (ROLE, "AWS::IAM::User", "AWS::IAM::Group")
# The property that holds the policy of a resource, or a resource's policy that is a resource of its own.
OF_RESOURCES = {
    "AWS::Backup::BackupVault": "AccessPolicy",
    "AWS::EC2::VPCEndpoint": "PolicyDocument",
    "AWS::ECR::Repository": "RepositoryPolicyText",
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicInlinePolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
}


def entries(document: Value) -> tuple[Entry | None, ...]:
    """Give the statements of a policy document, None for each that is not known."""
    if document is None:
        return ()
    if not isinstance(document, Mapping):
        return (None,)
    found = known_items(document.get("Statement"))
    return tuple(entry if isinstance(entry, Mapping) else None for entry in found)


def is_known(document: Value) -> bool:
    """Tell whether every statement of a policy document is known, and there are some."""
    found = entries(document)
    return bool(found) and None not in found


def condition_values(entry: Entry, key: str) -> tuple[Value, ...]:
    """Give what any operator of a statement's conditions asks of a key, whatever its capitals."""
    conditions = entry.get("Condition")
    found: list[Value] = []
    for operator in conditions.values() if isinstance(conditions, Mapping) else ():
        if isinstance(operator, Mapping):
            for name, value in operator.items():
                found.extend(known_items(value) if name.lower() == key.lower() else ())
    return tuple(found)
