"""Instance profiles, which an instance takes by name."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System

PROFILE = "AWS::IAM::InstanceProfile"
PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "AWS::AutoScaling::LaunchConfiguration": (("IamInstanceProfile",),),
    "AWS::EC2::Instance": (("IamInstanceProfile",),),
    "AWS::EC2::LaunchTemplate": (("LaunchTemplateData", "IamInstanceProfile", "Name"),),
}


@rule(
    "instance-profile-by-name",
    rows="I09",
    severity="error",
    why="An instance takes the name of an instance profile: an ARN, or the name of a role, is no such name.",
    remedy="Use Ref on the AWS::IAM::InstanceProfile.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html",
)
def instance_profile_by_name(system: System) -> Iterator[Fault]:
    """An instance names its instance profile, and no ARN and no role."""
    for item in system.of(*PLACES):
        for path in PLACES[item.type]:
            value = item.get(*path)
            found = system.at(value)
            if isinstance(value, Reference) and found is not None:
                yield from _wrong(item, path, value, found)


def _wrong(item: Item, path: tuple[str, ...], value: Reference, found: Item) -> Iterator[Fault]:
    # A launch configuration takes either.
    takes_arn = item.type == "AWS::AutoScaling::LaunchConfiguration"
    if found.type == PROFILE and value.attribute == "Arn" and not takes_arn:
        yield Fault(item, f"takes the ARN of {found} for its name", *path)
    elif found.type == "AWS::IAM::Role":
        yield Fault(item, f"takes the role {found} for an instance profile", *path)
