"""The pseudo parameters that CloudFormation fills in."""

from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.symbols import Reference, Value

OF_ONE_STACK = frozenset({"AWS::StackName", "AWS::StackId"})
# A region begins with its partition's mark; the first that fits counts.
PARTITIONS = (("cn-", "aws-cn", "amazonaws.com.cn"), ("us-gov-", "aws-us-gov", "amazonaws.com"))
# The isolated regions have names of their own for both.
ISOLATED = ("-iso", "eusc-")


def pseudo(name: str, stack: StackPath, region: str | None) -> Value:
    """Give a pseudo parameter, or what it is in a region that is known."""
    symbol = Reference(stack if name in OF_ONE_STACK else (), name)
    if region is None:
        return symbol
    if name == "AWS::Region":
        return region
    if name not in {"AWS::Partition", "AWS::URLSuffix"} or any(mark in region for mark in ISOLATED):
        return symbol
    for start, partition, suffix in PARTITIONS:
        if region.startswith(start):
            return partition if name == "AWS::Partition" else suffix
    return "aws" if name == "AWS::Partition" else "amazonaws.com"
