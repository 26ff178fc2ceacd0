"""Instances: replaced under what they hold on to, or out of reach."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import outline
from tasktracker_cfn.model.policies.documents import ROLE
from tasktracker_cfn.model.reach.answer import NO
from tasktracker_cfn.model.reach.network import network_of
from tasktracker_cfn.model.reach.places import place, service
from tasktracker_cfn.model.reach.ports import HTTPS
from tasktracker_cfn.model.reach.proof import reach
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System, follow

INSTANCE = "AWS::EC2::Instance"
SESSIONS = "AmazonSSMManagedInstanceCore"
ENDPOINTS = ("ssm", "ssmmessages")
MOVING = "AWS::SSM::Parameter::Value<"
# What only one instance can have at a time.
HELD = {"Volumes": "a volume", "PrivateIpAddress": "an address"}


@rule(
    "instance-replaceable",
    rows="X13",
    severity="warning",
    why="A newer image behind the parameter replaces the instance at the next update: the new one is made first, while "
    "the volume, the interface or the address is still the old one's, and the update fails.",
    remedy="Pin the image, or keep no state at the instance.",
    source="schema AWS::EC2::Instance",
)
def replaceable(system: System) -> Iterator[Fault]:
    """An instance whose image follows a parameter holds nothing that only one instance can have."""
    attached = {system.at(item.get("InstanceId")) for item in system.of("AWS::EC2::VolumeAttachment")}
    for instance in system.of(INSTANCE):
        if not _moves(system, instance.get("ImageId")):
            continue
        held = [name for key, name in HELD.items() if instance.get(key) is not None]
        held += ["a volume"] if instance in attached else []
        held += ["an interface"] if _has_interface(system, instance) else []
        if held:
            yield Fault(instance, f"follows the newest image and holds on to {held[0]}", "ImageId")


@rule(
    "session-manager-reached",
    rows="X14",
    severity="warning",
    why="The agent of Session Manager calls out; without a way to its endpoints nobody gets into the instance.",
    remedy="Route the subnet to a NAT gateway, or add interface endpoints for ssm and ssmmessages.",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html",
)
def sessions(system: System) -> Iterator[Fault]:
    """An instance for Session Manager reaches it: there is a way out, or the endpoints are there."""
    network = network_of(system)
    for instance in system.of(INSTANCE):
        here = place(network, instance) if _is_for_sessions(system, instance) else None
        if here is None:
            continue
        missing = [name for name in ENDPOINTS if reach(system, here, service(name), HTTPS).everywhere == NO]
        if missing:
            yield Fault(instance, f"is for Session Manager and does not reach {' and '.join(missing)}", "SubnetId")


@rule(
    "session-manager-only",
    rows="X14",
    severity="warning",
    why="Whoever comes by Session Manager needs no open port, and every open port is one more way in.",
    remedy="Take all ingress out of the instance's security groups.",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
)
def closed(system: System) -> Iterator[Fault]:
    """An instance for Session Manager is open to nobody."""
    opening = {system.at(item.get("GroupId")) for item in system.of("AWS::EC2::SecurityGroupIngress")}
    for instance in system.of(INSTANCE):
        for number, value in enumerate(instance.listed("SecurityGroupIds")):
            group = system.at(value)
            is_open = group is not None and (bool(group.listed("SecurityGroupIngress")) or group in opening)
            if is_open and _is_for_sessions(system, instance):
                yield Fault(instance, f"is for Session Manager and open by {group}", "SecurityGroupIds", number)


@rule(
    "instance-metadata-tokens",
    rows="X14",
    severity="warning",
    why="Without tokens one forged request from the instance reads the credentials of its role.",
    remedy="Set MetadataOptions: {HttpTokens: required}.",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
)
def metadata(system: System) -> Iterator[Fault]:
    """An instance with a role gives out metadata only for a token."""
    for instance in system.of(INSTANCE):
        if instance.get("IamInstanceProfile") is None or instance.get("LaunchTemplate") is not None:
            continue
        tokens = instance.get("MetadataOptions", "HttpTokens")
        if tokens in (None, "optional") and instance.get("MetadataOptions", "HttpEndpoint") != "disabled":
            yield Fault(instance, "gives out its role's credentials without a token", "MetadataOptions")


def _moves(system: System, image: Value) -> bool:
    if isinstance(image, Reference):
        stack = system.nest.stacks.get(image.stack)
        parameter = stack.parameters.get(image.logical_id) if stack else None
        return parameter is not None and parameter.type.startswith(MOVING)
    # With a version, the third part, it stays.
    return isinstance(image, str) and image.startswith("{{resolve:ssm:") and image.count(":") == len(("resolve", "ssm"))


def _has_interface(system: System, instance: Item) -> bool:
    found = (follow(entry, "NetworkInterfaceId") for entry in instance.listed("NetworkInterfaces"))
    return any(system.at(value) is not None for value in found)


def _is_for_sessions(system: System, instance: Item) -> bool:
    profile = system.at(instance.get("IamInstanceProfile"))
    roles = [system.at(value) for value in profile.listed("Roles")] if profile else []
    return any(
        outline(arn).endswith(f"/{SESSIONS}")
        for role in roles
        if role is not None and role.type == ROLE
        for arn in role.listed("ManagedPolicyArns")
    )
