"""Names of roles and policies, which are one name for all regions of an account."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.fixed_names import OF_ACCOUNT, is_fixed_in_account
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


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
    for item in system.of(*OF_ACCOUNT):
        if is_fixed_in_account(item):
            key = OF_ACCOUNT[item.type]
            yield Fault(item, f"is called {item.text(key)} in every stack and region", key)
