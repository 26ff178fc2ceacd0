"""Cases of the rules about the addresses of networks and subnets."""

from tests.gate.rules.case import breaks, holds, nest
from tests.gate.rules.cases.network import BLOCKS, ROOT

CASES = {
    "subnets-fit-their-vpc": (
        nest(
            BLOCKS,
            breaks("Default: 10.0.2.0/24", "Default: 10.1.2.0/24", at="Two/Subnet", line="CidrBlock: !Ref CidrBlock"),
            breaks("CidrBlock: 10.0.0.0/16", "CidrBlock: 10.0.0.0/23", at="Two/Subnet"),
            holds(", Default: 10.0.2.0/24", ""),
            holds("CidrBlock: 10.0.0.0/16", "Ipv4IpamPoolId: pool"),
        ),
        nest(
            {
                **BLOCKS,
                "root.yaml": ROOT.replace("Default: 10.0.2", "Default: 10.1.2") + "  More: {Type: "
                '"AWS::EC2::VPCCidrBlock", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.1.0.0/16}}\n',
            },
            breaks("CidrBlock: 10.1.0.0/16", "CidrBlock: 10.2.0.0/16"),
            holds("CidrBlock: 10.1.0.0/16", "Ipv4IpamPoolId: pool"),
        ),
    ),
    "subnets-do-not-overlap": (
        nest(
            BLOCKS,
            breaks("Default: 10.0.2.0/24", "Default: 10.0.1.128/25", at="Two/Subnet"),
            breaks("Default: 10.0.2.0/24", "Default: 10.0.0.0/20"),
            holds(", Default: 10.0.2.0/24", ""),
        ),
    ),
}
