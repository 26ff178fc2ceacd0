"""Blocks of addresses, and how much of one another covers."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict

INTERNET = IPv4Network("0.0.0.0/0")
# Addresses that nobody on the internet has.
INSIDE = tuple(
    IPv4Network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "198.18.0.0/15",
    )
)


@lru_cache(maxsize=2048)
def parsed(text: str | None) -> IPv4Network | IPv6Network | None:
    """Give the block that a text names; None when it names none."""
    try:
        return ip_network(text, strict=False) if text and "/" in text else None
    except ValueError:
        return None


def is_inside(block: IPv4Network) -> bool:
    """Tell whether a block is wholly private."""
    return any(block.subnet_of(inside) for inside in INSIDE)


def covers(outer: IPv4Network, inner: IPv4Network) -> Verdict:
    """Tell whether one block covers another: unknown of one that covers a part."""
    if inner.subnet_of(outer):
        return YES
    if inner == INTERNET:
        return NO if is_inside(outer) else UNKNOWN
    return UNKNOWN if outer.overlaps(inner) else NO
