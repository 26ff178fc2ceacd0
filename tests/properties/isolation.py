"""Property 1: environments share nothing.

Each has one VPC of its own, and its database, where it has one, is its own and a copy of no other. Nothing is imported,
peered or shared, a VPN is there only where one was asked for, and no id of something outside is written down. No two
environments name a thing alike where AWS takes a name once: in a region of an account, or anywhere for what is global.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from tasktracker_cfn.authoring.schemas import _entry
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.model.values import Reference, Text, Value
from tests.properties.database import databases
from tests.properties.subject import Complaints, Environment
from tests.systems import references
from tests.systems.built import Item, System, listed, literals

VPC = "AWS::EC2::VPC"
SHARING = re.compile(
    r"AWS::(EC2::(VPCPeeringConnection|TransitGateway.*|CarrierGateway)|RAM::.*|"
    r"NetworkManager::.*|VpcLattice::.*|EC2::VPCEndpointService.*|RDS::GlobalCluster)"
)
# Ways to a network elsewhere, which is nobody's environment, where one was asked for.
VPN = re.compile(r"AWS::EC2::(VPN.*|CustomerGateway)")
OUTSIDE_ID = re.compile(r"\b(vpc|subnet|sg|rtb|igw|nat|eni|eipalloc|pcx|tgw|vpce|acl)-[0-9a-f]{8,17}\b")
COPIES = (
    "SourceDBInstanceIdentifier",
    "SourceDBClusterIdentifier",
    "ReplicationSourceIdentifier",
    "DBSnapshotIdentifier",
    "SnapshotIdentifier",
    "GlobalClusterIdentifier",
)
# Names that AWS takes once and that no schema calls an identifier, and those within another property.
MORE_NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "AWS::CloudFront::CachePolicy": (("CachePolicyConfig", "Name"),),
    "AWS::CloudFront::Distribution": (("DistributionConfig", "Aliases"),),
    "AWS::CloudFront::OriginAccessControl": (("OriginAccessControlConfig", "Name"),),
    "AWS::CloudFront::ResponseHeadersPolicy": (("ResponseHeadersPolicyConfig", "Name"),),
    "AWS::ECS::TaskDefinition": (("Family",),),
    "AWS::IAM::ManagedPolicy": (("ManagedPolicyName",),),
    "AWS::Route53::HostedZone": (("Name",),),
    "AWS::Route53::RecordSet": (("Name",),),
    "AWS::SecretsManager::RotationSchedule": (("HostedRotationLambda", "RotationLambdaName"),),
    "AWS::SecretsManager::Secret": (("Name",),),
    "AWS::SNS::Topic": (("TopicName",),),
}
GLOBAL = ("AWS::CloudFront::", "AWS::IAM::", "AWS::Route53::", "AWS::S3::")
FEWEST_APART = 2
OF_THE_PLACE = {"AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix"}
Name = tuple[str, Value]


def isolated(environments: Sequence[Environment]) -> Complaints:
    """Give what environments share, and what they take from outside."""
    for config, built in environments:
        yield from (f"{config.environment}: {complaint}" for complaint in _reaching_out(config, built))
    for one, other in combinations(environments, 2):
        between = f"{one.config.environment} and {other.config.environment}"
        yield from (f"{between} both name {kind} {name}" for kind, name in sorted(map(_spelled, _shared(one, other))))


def _reaching_out(config: SystemConfig, built: System) -> Complaints:
    vpc = built.one(VPC)
    yield from (f"{item} shares" for item in built.items if SHARING.fullmatch(item.type))
    if config.network.vpn is None:
        yield from (f"{item} leads elsewhere" for item in built.items if VPN.fullmatch(item.type))
    for item in built.items:
        if item.type != VPC and "VpcId" in item.properties and built.at(item.get("VpcId")) != vpc:
            yield f"{item} is in another VPC"
        yield from (f"{item} names {text}" for text in literals(item.properties) if OUTSIDE_ID.search(text))
    yield from (f"{file} imports" for file in references.uses(built.nest, "Fn::ImportValue"))
    found = databases(built)
    if len(found) != (config.data.database is not None):
        yield f"it has {len(found)} databases"
    for item in built.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster"):
        # A read replica is a copy of this system's own database.
        foreign = [key for key in COPIES if key in item.properties and built.at(item.get(key)) not in found]
        yield from (f"{item} is made of another by {key}" for key in foreign)


def _shared(one: Environment, other: Environment) -> set[Name]:
    accounts = {one.config.account, other.config.account} - {None}
    names = set(_names(one.built)) & set(_names(other.built))
    if one.config.region == other.config.region and len(accounts) < FEWEST_APART:
        return names
    anywhere = {name for name in names if name[0].startswith(GLOBAL)}
    # A name with the account's number in it is another one in another account.
    return {name for name in anywhere if len(accounts) < FEWEST_APART or not _names_the_account(name[1])}


def _names(built: System) -> Iterator[Name]:
    """Give what resources and exports are named, where the templates say it."""
    for item in built.items:
        for path in MORE_NAMES.get(item.type, ()):
            yield from ((item.type, value) for value in listed(item.get(*path)) if _is_fixed(value))
        for identifier in _identifiers(item):
            if identifier and all(map(_is_fixed, identifier)):
                yield item.type, identifier
    for stack in built.nest.stacks.values():
        for output in stack.outputs.values():
            export = output.definition.get("Export")
            if isinstance(export, dict):
                value = built.values.resolve(stack.path, export.get("Name"))
                if _is_fixed(value):
                    yield "Export", value


def _identifiers(item: Item) -> Iterator[tuple[Value, ...]]:
    """Give each set of properties that identifies a resource, as far as the template says them."""
    primary = _entry(item.type, "primaryIdentifier") or []
    found = [primary, *_list(_entry(item.type, "additionalIdentifiers"))]
    for paths in found:
        yield tuple(item.get(*str(path).removeprefix("/properties/").split("/")) for path in _list(paths))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_fixed(value: Value) -> bool:
    """Tell whether a name is the same for every stack of an account and region."""
    parts = value.parts if isinstance(value, Text) else (value,)
    return all(isinstance(part, str) or _is_of_the_place(part) for part in parts)


def _is_of_the_place(part: Value) -> bool:
    """Tell whether a value is the account's or the region's; what is the stack's own differs between stacks."""
    return isinstance(part, Reference) and part.stack == () and part.logical_id in OF_THE_PLACE


def _names_the_account(value: Value) -> bool:
    """Tell whether the account's number is a part of a name."""
    if isinstance(value, tuple):
        return any(_names_the_account(item) for item in value)
    parts = value.parts if isinstance(value, Text) else (value,)
    return any(isinstance(part, Reference) and part.logical_id == "AWS::AccountId" for part in parts)


def _spelled(name: Name) -> tuple[str, str]:
    return name[0], str(name[1])
