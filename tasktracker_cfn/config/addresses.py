"""What blocks of addresses, addresses and lists of them may look like."""

from ipaddress import IPv4Address, IPv4Network
from typing import Annotated

from pydantic import AfterValidator

from tasktracker_cfn.config.fields import text_field

THIS_NETWORK = IPv4Network("0.0.0.0/8")
LARGEST_REMOTE_PREFIX = 8
NOT_PUBLIC = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "224.0.0.0/3",
        ),
    )
)


def _vpc_sized(block: IPv4Network) -> IPv4Network:
    if not 16 <= block.prefixlen <= 28:  # noqa: PLR2004 - the two ends are AWS's, named in the message
        message = f"AWS takes blocks from /16 to /28, not /{block.prefixlen}"
        raise ValueError(message)
    if block.is_loopback or block.is_link_local or block.is_multicast or block.subnet_of(THIS_NETWORK):
        # https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
        message = "AWS refuses blocks in 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16 and 224.0.0.0/4"
        raise ValueError(message)
    return block


AddressBlock = Annotated[IPv4Network, AfterValidator(_vpc_sized)]


def _remote(block: IPv4Network) -> IPv4Network:
    if block.prefixlen < LARGEST_REMOTE_PREFIX:
        message = f"it takes blocks from /{LARGEST_REMOTE_PREFIX} to /32, not /{block.prefixlen}"
        raise ValueError(message)
    return block


def _public(address: str) -> str:
    if any(IPv4Address(address) in block for block in NOT_PUBLIC):
        message = "this is no public address; a device behind NAT has that of its NAT"
        raise ValueError(message)
    return address


RemoteBlock = Annotated[IPv4Network, AfterValidator(_remote)]
PublicAddress = Annotated[
    str,
    text_field(
        r"^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$",
        "an IPv4 address such as 203.0.113.10",
        # Longer than any address, so that whoever writes a name is told that it is none.
        max_length=253,
    ),
    AfterValidator(_public),
]
PrefixListId = Annotated[
    str, text_field(r"^pl-([0-9a-f]{8}|[0-9a-f]{17})$", "the id of a prefix list such as pl-63a5400a", max_length=20)
]
