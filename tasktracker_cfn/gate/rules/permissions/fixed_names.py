"""Names of roles and policies, which are one name for all regions of an account."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

NAMES = {
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


@rule(
    "iam-names-left-open",
    rows="I02",
    severity="warning",
    why="IAM's names hold for all regions of an account: no second stack can be made, and no role be replaced.",
    remedy="Leave the name out, or put AWS::Region and AWS::StackName into it.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html",
)
def iam_names_left_open(system: System) -> Iterator[Fault]:
    """A role or policy has no name that is fixed for every stack and region."""
    for item in system.of(*NAMES):
        name = item.text(NAMES[item.type])
        if name is not None and name not in WANTED:
            yield Fault(item, f"is called {name} in every stack and region", NAMES[item.type])
