"""Names of the author's choice: of which of them a rule of its own speaks, so that each is told once."""

from collections.abc import Mapping

from tasktracker_cfn.model.named import BUCKET
from tasktracker_cfn.model.system import Item

# What another port, scope, cluster or member replaces, by the property with its name.
REPLACED = {
    "AWS::ECS::Service": "ServiceName",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::WAFv2::RuleGroup": "Name",
    "AWS::WAFv2::WebACL": "Name",
}
# What has one name in all regions of an account.
OF_ACCOUNT = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}
# Those that a service looks for under this one name.
WANTED = frozenset(
    {
        "AWSCloudFormationStackSetAdministrationRole",
        "AWSCloudFormationStackSetExecutionRole",
        "dms-access-for-endpoint",
        "dms-cloudwatch-logs-role",
        "dms-vpc-role",
    }
)


def is_fixed_in_account(item: Item) -> bool:
    """Tell whether something of IAM has the same name in every stack and region."""
    name = item.text(OF_ACCOUNT[item.type])
    return name is not None and name not in WANTED


def is_fixed_for_everybody(bucket: Item) -> bool:
    """Tell whether a bucket has the same name in every account."""
    name = bucket.get("BucketName")
    # A name that a parameter gives as a whole somebody else chooses.
    wired = isinstance(bucket.resource.properties.get("BucketName"), Mapping)
    return isinstance(name, str) and bucket.get("BucketNamespace") is None and not wired


def is_told(item: Item) -> bool:
    """Tell whether a rule of its own speaks of a resource's name."""
    if item.type in OF_ACCOUNT:
        return is_fixed_in_account(item)
    return item.type in REPLACED or (item.type == BUCKET and is_fixed_for_everybody(item))
