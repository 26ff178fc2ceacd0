"""What the network stack is told about ways in for administrators: a bastion, a VPN."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.addresses import AddressBlock, PublicAddress, RemoteBlock
from tasktracker_cfn.config.fields import STRICT
from tasktracker_cfn.config.problems import Violation, Violations

# https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html
MOST_REMOTE_BLOCKS = 50
# What AWS keeps for itself, everywhere or in one region.
# https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html
RESERVED_ASN = 7224
RESERVED_ASNS: Mapping[str, int] = {"eu-west-1": 9059, "ap-northeast-1": 10124, "ap-southeast-1": 17943}
# AWS's end has this one where a gateway is told no other; who has the same takes what the other tells for a loop.
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpnGateway.html
AMAZON_ASN = 64512


class BastionConfig(BaseModel):
    """An instance without open ports, which forwards ports to the database by Session Manager."""

    model_config = STRICT

    instance_type: Literal["t4g.nano", "t4g.micro", "t4g.small"] = Field(
        default="t4g.nano",
        description="Instance type; with its disk about 4 USD a month (nano), 7 (micro), 13 (small).",
    )


class VpnConfig(BaseModel):
    """A site-to-site VPN into the private and isolated subnets; about 37 USD a month."""

    model_config = STRICT

    customer_address: PublicAddress = Field(
        description="Public IPv4 address of the device at the other end; another one makes a new connection."
    )
    remote_blocks: tuple[RemoteBlock, ...] = Field(
        min_length=1, max_length=MOST_REMOTE_BLOCKS, description="Networks at the other end, which get the routes."
    )
    customer_asn: int | None = Field(
        default=None,
        ge=1,
        le=2147483647,
        description="ASN of the device at the other end, which then learns and tells routes by BGP; static routes to "
        "remote_blocks when absent.",
    )
    database_access: bool = Field(
        default=False, description="Let remote_blocks reach the database's port; nothing listens to them otherwise."
    )

    def violations(self, vpc: AddressBlock, subnets: Sequence[AddressBlock]) -> Violations:
        """Check that the other end has addresses of its own, and that there is something to lead to."""
        for block in self.remote_blocks:
            if block.overlaps(vpc):
                yield Violation(
                    ("remote_blocks",), f"{block} overlaps the VPC's {vpc}, where such traffic stays; name others"
                )
        if len(set(self.remote_blocks)) != len(self.remote_blocks):
            yield Violation(("remote_blocks",), "names a block twice")
        if not subnets:
            yield Violation(
                (), "leads to private and isolated subnets; set network.private_subnets or isolated_subnets"
            )
