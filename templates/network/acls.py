"""Network ACLs: a second fence around each tier, which lets through what `config/flows.py` finds."""

from troposphere import AWSObject, Ref, ec2

from tasktracker_cfn.authoring.names import pascal, zone_letter
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.flows import Entry, entries
from tasktracker_cfn.config.network import Tier
from templates.network.addresses import Addresses

TCP = 6
# Numbers have gaps, so that somebody in need can put an entry between two.
FIRST_NUMBER, STEP = 100, 10


def build(system: SystemConfig, network: Addresses) -> list[AWSObject]:
    """Give the ACL of each tier with its entries, and then put it around the subnets."""
    if not system.network.network_acls:
        return []
    found: list[AWSObject] = []
    for tier, subnets in network.subnets.items():
        acl = ec2.NetworkAcl(f"{pascal(tier)}Acl", VpcId=Ref(network.vpc))
        passing = _entries(tier, acl, entries(system, tier))
        found += [acl, *passing]
        found += [
            ec2.SubnetNetworkAclAssociation(
                f"{pascal(tier)}SubnetAcl{zone_letter(zone)}",
                # An ACL without entries lets nothing through.
                DependsOn=passing,
                SubnetId=Ref(subnet),
                NetworkAclId=Ref(acl),
            )
            for zone, subnet in enumerate(subnets)
        ]
    return found


def _entries(tier: Tier, acl: ec2.NetworkAcl, passing: list[Entry]) -> list[ec2.NetworkAclEntry]:
    """Give the entries by their places: an entry that changes keeps its number, which no other may have meanwhile."""
    found = []
    for inbound, direction in ((True, "Inbound"), (False, "Outbound")):
        for place, entry in enumerate(entry for entry in passing if entry.inbound == inbound):
            found.append(
                ec2.NetworkAclEntry(
                    f"{pascal(tier)}Acl{direction}{place + 1}",
                    NetworkAclId=Ref(acl),
                    RuleNumber=FIRST_NUMBER + STEP * place,
                    Egress=not inbound,
                    RuleAction="allow",
                    Protocol=TCP,
                    CidrBlock=str(entry.block),
                    PortRange=ec2.PortRange(From=entry.first, To=entry.last),
                )
            )
    return found
