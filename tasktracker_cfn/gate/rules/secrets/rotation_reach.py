"""What a rotation function must reach, and what its secret must hold."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from json import loads

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.secrets.rotations import (
    HOSTED,
    SCHEDULE_PAGE,
    attached_to,
    hosted,
    secret_of,
)
from tasktracker_cfn.model.attached_secrets import attachments_of
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.symbols import Call, Value
from tasktracker_cfn.model.system import Item, System, all_references, literals
from tasktracker_cfn.model.ways_out import ASSOCIATION, GATEWAY, ROUTE, subnets, vpc_of, way_out

SECURITY_GROUP = "AWS::EC2::SecurityGroup"
INGRESS = "AWS::EC2::SecurityGroupIngress"


@rule(
    "rotation-way-out",
    rows="S04",
    severity="warning",
    why="The function stands in the database's network and talks to Secrets Manager as well; it has no public "
    "address, so a route to an internet gateway does not help it.",
    remedy="Put it into subnets with a NAT gateway, or give the VPC an endpoint for secretsmanager.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-network-rqmts.html",
)
def way_to_secrets_manager(system: System) -> Iterator[Fault]:
    """A rotation function in a VPC can reach Secrets Manager."""
    for schedule in hosted(system):
        for subnet in subnets(system, schedule.get(HOSTED, "VpcSubnetIds")):
            if _is_closed(system, subnet):
                message = f"rotates from {subnet}, which has neither a NAT gateway nor an endpoint for secretsmanager"
                yield Fault(schedule, message, HOSTED, "VpcSubnetIds")


@rule(
    "rotation-reaches-database",
    rows="S04",
    severity="warning",
    why="The function logs in to the database, also when it only tests; the database's own security group lets "
    "nobody in who is merely in it.",
    remedy="Let a security group of the database admit that of the function.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-network-rqmts.html",
)
def way_to_database(system: System) -> Iterator[Fault]:
    """The database of a rotated secret admits the rotation function."""
    for schedule in hosted(system):
        secret = secret_of(system, schedule)
        mine = _groups(system, schedule.get(HOSTED, "VpcSecurityGroupIds"))
        for database in attached_to(system, secret) if secret is not None and mine else ():
            theirs = database.get("VPCSecurityGroups") or database.get("VpcSecurityGroupIds")
            groups = _groups(system, theirs)
            if groups and not any(_admits(system, group, mine) for group in groups):
                names = ", ".join(map(str, mine))
                message = f"rotates from {names}, which no security group of {database} admits"
                yield Fault(schedule, message, HOSTED, "VpcSecurityGroupIds")


@rule(
    "rotated-secret-attached",
    rows="S05",
    severity="warning",
    why="The function reads engine and host in the secret; a generated secret has them only once it is attached.",
    remedy="Add a SecretTargetAttachment, or write engine and host into the secret.",
    source=SCHEDULE_PAGE,
)
def attached(system: System) -> Iterator[Fault]:
    """A secret that is rotated for a database knows its database."""
    for schedule in hosted(system):
        secret = secret_of(system, schedule)
        if secret is not None and not attachments_of(system, secret) and _lacks_host(secret):
            yield Fault(schedule, f"rotates {secret}, which is attached to no database and has no host", "SecretId")


def _is_closed(system: System, subnet: Item) -> bool:
    vpc = vpc_of(system, subnet)
    tables = [item for item in system.of(ASSOCIATION) if system.at(item.get("SubnetId")) == subnet]
    # What has no association may have its routes from elsewhere.
    if vpc is None or not tables or any(system.at(item.get("RouteTableId")) is None for item in tables):
        return False
    endpoints = [item for item in system.of("AWS::EC2::VPCEndpoint") if system.at(item.get("VpcId")) == vpc]
    if any("secretsmanager" in "".join(literals(item.get("ServiceName"))) for item in endpoints):
        return False
    return not any(item.type == ROUTE and not _is_public(system, item) for item in way_out(system, subnet))


def _is_public(system: System, route: Item) -> bool:
    gateway = system.at(route.get("GatewayId"))
    return gateway is not None and gateway.type == GATEWAY


def _groups(system: System, value: Value) -> tuple[Item, ...]:
    """Give the security groups of a list or a text with commas; none when one is not of the nest."""
    found = tuple(system.at(reference) for reference in all_references(value))
    known = tuple(item for item in found if item is not None and item.type == SECURITY_GROUP)
    return known if len(known) == len(found) and not list(literals(value)) else ()


def _admits(system: System, group: Item, others: tuple[Item, ...]) -> bool:
    inline = group.get("SecurityGroupIngress")
    if isinstance(inline, Call) or any(isinstance(entry, Call) for entry in group.listed("SecurityGroupIngress")):
        return True
    alone = [item.properties for item in system.of(INGRESS) if _may_be(system, item.get("GroupId"), group)]
    return any(_may_admit(system, entry, others) for entry in (*known_mappings(inline), *alone))


def _may_be(system: System, value: Value, group: Item) -> bool:
    found = system.at(value)
    return found is None or found == group


def _may_admit(system: System, entry: Mapping[str, Value], others: tuple[Item, ...]) -> bool:
    source = entry.get("SourceSecurityGroupId")
    if source is None:
        # A range of addresses or a prefix list: the proof of reachability looks into those.
        return True
    found = system.at(source)
    return found is None or found in others


def _lacks_host(secret: Item) -> bool:
    template = secret.text("GenerateSecretString", "SecretStringTemplate")
    with suppress(ValueError, RecursionError):
        content = loads(template) if template is not None else None
        return isinstance(content, dict) and "host" not in content
    return False
