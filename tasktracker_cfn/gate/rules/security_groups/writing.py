"""How security groups and their rules are written."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.reach.groups import EGRESS, INGRESS, Group, GroupRule, group, rules_of
from tasktracker_cfn.model.reach.network import GROUP, Network, network_of
from tasktracker_cfn.model.reach.ports import ALL_PORTS
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*")
LONGEST = 255
QUOTA = 60
PREFIX_LIST = "AWS::EC2::PrefixList"
# CloudFront's list of origin-facing addresses counts as so many rules; its ids by region.
CLOUDFRONT_WEIGHT = 55
CLOUDFRONT = frozenset(
    [
        "pl-3b927c52",
        "pl-b6a144df",
        "pl-4ea04527",
        "pl-82a045eb",
        "pl-38a64351",
        "pl-5da64334",
        "pl-4fa04526",
        "pl-93a247fa",
        "pl-75b1541c",
        "pl-a3a144ca",
        "pl-fab65393",
        "pl-9aa247f3",
        "pl-58a04531",
        "pl-22a6434b",
        "pl-31a14458",
        "pl-31a34658",
        "pl-b8a742d1",
    ]
)


@rule(
    "group-rules-are-unique",
    rows="G03",
    # The stack is created, with a note that EC2 refused the second one; only an update finds out.
    severity="warning",
    why="EC2 refuses a rule that a group has already. CloudFormation passes that over, and deletes the only one that "
    "is there as soon as one of the two is taken out of the template.",
    remedy="Drop one of the two, in one go with another change of its ports or its description.",
    source="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1534",
)
def group_rules_are_unique(system: System) -> Iterator[Fault]:
    """No security group has one rule twice, be it within the group or in a resource of its own."""
    network = network_of(system)
    for one in _groups(network):
        for direction in (INGRESS, EGRESS):
            seen: dict[str, GroupRule] = {}
            for held in rules_of(network, one, direction):
                if held.ports is None or not held.is_sure:
                    continue
                first = seen.setdefault(_name(held), held)
                if first is not held:
                    where = f"as {first.item} has" if first.item != held.item else "a second time"
                    yield Fault(held.item, f"has the rule for {_ports(held)} and {held.peer} {where}", *held.path)


def _groups(network: Network) -> Iterator[Group]:
    """Give the groups of the templates, and those that the templates only give rules to."""
    own = {str(item): Group(str(item), str(item), item) for item in network.system.of(GROUP)}
    for item in network.system.of(f"{GROUP}{INGRESS}", f"{GROUP}{EGRESS}"):
        value = item.get("GroupId")
        if value is not None:
            own.setdefault(network.key(value), group(network, value))
    yield from own.values()


def _name(held: GroupRule) -> str:
    """Give what EC2 tells rules apart by."""
    peer = held.peer
    return repr((held.protocol, held.ports, peer.kind, peer.key, None if peer.kind == "group" else peer.value))


def _ports(held: GroupRule) -> str:
    if held.ports is None or held.ports == ALL_PORTS:
        return "all ports"
    first, last = held.ports
    return f"port {first}" if first == last else f"ports {first}-{last}"


@rule(
    "rule-descriptions-are-plain",
    rows="G04",
    severity="error",
    why="EC2 takes letters without accents, digits, blanks and ._-:/()#,@[]+=&;{}!$* in a rule's description, "
    "255 at most; cfn-lint looks at GroupDescription only.",
    remedy="Write the description with those characters.",
    source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html",
)
def rule_descriptions_are_plain(system: System) -> Iterator[Fault]:
    """The description of every rule of a security group has characters that EC2 takes, and no more than 255."""
    for item, path, entry in _entries(system):
        text = "".join(literals(entry.get("Description")))
        strange = sorted({character for character in text if not DESCRIPTION.fullmatch(character)})
        if strange:
            shown = ", ".join(map(ascii, strange[:5]))
            yield Fault(item, f"describes a rule with {shown}, which EC2 does not take", *path, "Description")
        elif len(text) > LONGEST:
            yield Fault(item, f"describes a rule in {len(text)} characters; EC2 takes {LONGEST}", *path, "Description")


def _entries(system: System) -> Iterator[tuple[Item, tuple[str | int, ...], Mapping[str, Value]]]:
    for kind in (INGRESS, EGRESS):
        for item in system.of(GROUP):
            key = f"SecurityGroup{kind}"
            held = enumerate(item.listed(key))
            yield from ((item, (key, number), entry) for number, entry in held if isinstance(entry, Mapping))
        yield from ((item, (), item.properties) for item in system.of(f"{GROUP}{kind}"))


@rule(
    "group-names-are-no-ids",
    rows="G05",
    severity="error",
    why="Names that start with sg- are kept for the ids of groups.",
    remedy="Leave GroupName out, or start it otherwise.",
    source="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
)
def group_names_are_no_ids(system: System) -> Iterator[Fault]:
    """No security group has a name that starts as an id does."""
    for item in system.of(GROUP):
        name = item.get("GroupName")
        start = name.parts[0] if isinstance(name, Text) else name
        if isinstance(start, str) and start.lower().startswith("sg-"):
            yield Fault(item, "has a name that starts with sg-, as an id does", "GroupName")


@rule(
    "groups-keep-to-the-quota",
    rows="N16",
    severity="warning",
    why="A security group takes 60 rules in a direction unless AWS allows more; a list of prefixes counts as many as "
    "it may hold, CloudFront's as 55.",
    remedy="Name such a list for one port only, or have the quota raised before the first deployment.",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html",
)
def groups_keep_to_the_quota(system: System) -> Iterator[Fault]:
    """No security group has more rules in a direction than AWS takes unasked."""
    network = network_of(system)
    for item in system.of(GROUP):
        for kind, beside in ((INGRESS, "SourcePrefixListId"), (EGRESS, "DestinationPrefixListId")):
            inline = item.mappings(f"SecurityGroup{kind}")
            alone = (one.properties for one in network.of(f"{GROUP}{kind}", str(item)))
            weight = sum(_weight(system, entry.get(beside)) for entry in (*inline, *alone))
            if weight > QUOTA:
                path = (f"SecurityGroup{kind}",) if inline else ()
                yield Fault(item, f"has rules that count as {weight:g} in one direction; AWS takes {QUOTA}", *path)


def _weight(system: System, prefixes: Value) -> float:
    """Give as how many rules one counts, at least."""
    own = system.at(prefixes)
    if own is not None and own.type == PREFIX_LIST:
        return own.number("MaxEntries") or 1
    return CLOUDFRONT_WEIGHT if known_text(prefixes) in CLOUDFRONT else 1
