"""What of a nest is network, found by what it belongs to, each thing looked up once."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from tasktracker_cfn.model.presence import is_there_with
from tasktracker_cfn.model.reach.answer import UNKNOWN, YES, Verdict
from tasktracker_cfn.model.symbols import Call, Value
from tasktracker_cfn.model.system import Item, System

GROUP, SUBNET, VPC = "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "AWS::EC2::VPC"
INTERNET_GATEWAY, NAT_GATEWAY = "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway"
# What belongs to something else, by the property that says to what.
BELONGING = {
    "AWS::EC2::SubnetRouteTableAssociation": "SubnetId",
    "AWS::EC2::Route": "RouteTableId",
    "AWS::EC2::SubnetNetworkAclAssociation": "SubnetId",
    "AWS::EC2::NetworkAclEntry": "NetworkAclId",
    "AWS::EC2::SecurityGroupIngress": "GroupId",
    "AWS::EC2::SecurityGroupEgress": "GroupId",
    "AWS::EC2::VPCEndpoint": "VpcId",
    "AWS::EC2::VPCGatewayAttachment": "VpcId",
    "AWS::EC2::VPCCidrBlock": "VpcId",
    "AWS::EC2::EIP": "InstanceId",
    "AWS::EC2::EIPAssociation": "InstanceId",
    "AWS::ElasticLoadBalancingV2::Listener": "LoadBalancerArn",
    "AWS::RDS::DBInstance": "DBClusterIdentifier",
}


@dataclass(frozen=True, eq=False)
class Network:
    """The network of a nest, as an index."""

    system: System

    def of(self, kind: str, owner: str) -> tuple[Item, ...]:
        """Give what belongs to something, by its key."""
        return self._belonging.get((kind, owner), ())

    def has_strays(self, kind: str) -> bool:
        """Tell whether something of a type may belong to anything, as the templates do not decide to what it does."""
        return any(isinstance(item.get(BELONGING[kind]), Call) for item in self.system.of(kind))

    def key(self, value: Value) -> str:
        """Give what two values share exactly when they name the same: a resource's address, or how a symbol is written.

        What belongs to a VPC (its default security group, its default ACL) is not the VPC.
        """
        item = self.system.at(value)
        attribute = getattr(value, "attribute", None) or ""
        return repr(value) if item is None or attribute.startswith("Default") else str(item)

    def presence(self, item: Item, *ends: Item | None) -> Verdict:
        """Tell whether a resource is surely there when others are: not when it has a Condition that they lack."""
        return YES if is_there_with(self.system, item, *(end for end in ends if end is not None)) else UNKNOWN

    @cached_property
    def _belonging(self) -> dict[tuple[str, str], tuple[Item, ...]]:
        found: dict[tuple[str, str], tuple[Item, ...]] = {}
        for item in self.system.of(*BELONGING):
            owner = (item.type, self.key(item.get(BELONGING[item.type])))
            found[owner] = (*found.get(owner, ()), item)
        return found

    @cached_property
    def joins_networks(self) -> bool:
        """Tell whether anything in the nest may lead from one VPC to another."""
        return bool(
            self.system.of(
                "AWS::EC2::VPCPeeringConnection",
                "AWS::EC2::TransitGatewayAttachment",
                "AWS::EC2::TransitGatewayVpcAttachment",
            )
        )


@lru_cache(maxsize=8)
def network_of(system: System) -> Network:
    """Give the network of a nest."""
    return Network(system)
