"""Work out the intrinsic functions that need nothing but their arguments."""

import json
from collections.abc import Callable, Mapping
from ipaddress import ip_network
from itertools import islice

from tasktracker_cfn.model import texts
from tasktracker_cfn.model.symbols import Call, Reference, Value

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
MOST_NETWORKS = 256
CIDR = 3
# Written as a text within a text again and again, a quotation mark grows without end.
LONGEST_JSON = 65_536


def worked_out(name: str, argument: Value, is_whole: Callable[[Reference], bool]) -> Value:
    """Give what a function comes to, or the call where it cannot be worked out."""
    call = Call(name, argument)
    if name == "Fn::GetAZs" and argument == "":
        return Call(name, Reference((), "AWS::Region"))
    if name == "Fn::Length":
        return len(argument) if isinstance(argument, tuple) and not any(map(texts.may_vanish, argument)) else call
    if name == "Fn::ToJsonString":
        return _json(argument, call)
    if not isinstance(argument, tuple):
        return call
    if name == "Fn::Cidr" and len(argument) == CIDR:
        return _networks(argument, call)
    if len(argument) != texts.PAIR:
        return call
    first, second = argument
    if name == "Fn::Select":
        return texts.select(first, second)
    if name == "Fn::Join" and isinstance(first, str):
        return texts.join(first, second)
    if name == "Fn::Split" and isinstance(first, str):
        return texts.split(first, second, is_whole)
    return call


def _networks(argument: tuple[Value, ...], call: Value) -> Value:
    """Give the first networks of a size within a network."""
    block, count, bits = argument[0], texts.whole_number(argument[1]), texts.whole_number(argument[2])
    if not isinstance(block, str) or count is None or bits is None or not 0 < count <= MOST_NETWORKS:
        return call
    try:
        network = ip_network(block, strict=False)
        prefix = network.max_prefixlen - bits
        if prefix < network.prefixlen or 1 << min(prefix - network.prefixlen, 16) < count:
            return call
        return tuple(str(part) for part in islice(network.subnets(new_prefix=prefix), count))
    except ValueError:
        return call


def _json(argument: Value, call: Value) -> Value:
    """Give a literal mapping or list as the text that CloudFormation writes."""
    if not isinstance(argument, (Mapping, tuple)):
        return call
    try:
        written = json.dumps(argument, separators=(",", ":"))
    except TypeError:
        # There is a symbol in it.
        return call
    return written if len(written) <= LONGEST_JSON else call
