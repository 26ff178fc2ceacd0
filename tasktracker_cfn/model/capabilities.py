"""What whoever deploys must acknowledge."""

from collections.abc import Iterable, Iterator, Mapping

from tasktracker_cfn.model.system import System

# K09: names of roles and the like can take over those of others, so they are acknowledged by themselves.
IAM, NAMED, MACROS = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"
NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}
# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
ACKNOWLEDGED = frozenset({*NAMES, "AWS::IAM::AccessKey", "AWS::IAM::Policy", "AWS::IAM::UserToGroupAddition"})


def capabilities(system: System) -> tuple[str, ...]:
    """Give the capabilities that deploying a nest takes: those of all its templates together."""
    found: set[str] = set()
    for stack in system.nest.stacks.values():
        if system.exists(stack) is not False:
            bodies = stack.template.section("Resources").values()
            macros = [stack.template.content.get("Transform"), *stack.unexpanded]
            found.update(needed(bodies, any(macros)))
    if NAMED in found:
        found.discard(IAM)
    return tuple(sorted(found))


def needed(bodies: Iterable[object], transform: object) -> Iterator[str]:
    """Give what resources, as written, and a template's transform ask for; a named role asks for no more than that."""
    types = [(body.get("Type"), body.get("Properties")) for body in bodies if isinstance(body, Mapping)]
    written = [(str(kind), held if isinstance(held, Mapping) else {}) for kind, held in types]
    if any(NAMES.get(kind) in held for kind, held in written):
        yield NAMED
    elif any(kind in ACKNOWLEDGED for kind, _ in written):
        yield IAM
    if transform:
        yield MACROS
