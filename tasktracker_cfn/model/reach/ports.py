"""Ports and protocols, as rules and entries write them."""

from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.symbols import Value

LAST_PORT = 65535
ALL_PORTS = (0, LAST_PORT)
# What may be the near end of a connection: load balancers, NAT gateways and functions use all of it.
ANSWERS = (1024, LAST_PORT)
HTTPS = 443
TCP, UDP, EVERY = "6", "17", "-1"
_NAMES = {"tcp": TCP, "udp": UDP, "all": EVERY, "icmp": "1", "icmpv6": "58"}
Ports = tuple[int, int]


def port(value: Value) -> int | None:
    """Give a port; None when it is not known, or none."""
    number = known_number(value)
    return int(number) if number is not None and -1 <= number <= LAST_PORT and number == int(number) else None


def protocol(value: Value) -> str | None:
    """Give the number of a protocol as a text; None when it is not known."""
    text = known_text(value)
    return None if text is None else _NAMES.get(text.lower(), text.removesuffix(".0"))
