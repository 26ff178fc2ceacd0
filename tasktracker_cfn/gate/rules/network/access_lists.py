"""Network ACLs, which have no memory: what is asked and what is answered are let pass one by one."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.acls import Acl, Entry, Passing, entries, passing
from tasktracker_cfn.model.reach.answer import YES
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.ports import ALL_PORTS, ANSWERS, TCP, UDP, protocol
from tasktracker_cfn.model.system import Item, System

ACL, ENTRY = "AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry"
ASSOCIATION = "AWS::EC2::SubnetNetworkAclAssociation"
LAST_NUMBER = 32766
# What Linux takes for the near end of a connection; what listens is below.
EPHEMERAL = (32768, 60999)


@rule(
    "acl-entries-are-whole",
    rows="N14",
    severity="error",
    why="AWS refuses a number that another entry of the direction has, one past 32766, and TCP or UDP without ports.",
    remedy="Number the entries of each direction apart, and give those of protocols 6 and 17 a PortRange.",
    source="schema AWS::EC2::NetworkAclEntry",
)
def acl_entries_are_whole(system: System) -> Iterator[Fault]:
    """Every entry of a network ACL has a number of its own, and ports where its protocol has any."""
    network, seen = network_of(system), dict[tuple[str, bool, float], Item]()
    for entry in system.of(ENTRY):
        number, kind = entry.number("RuleNumber"), protocol(entry.get("Protocol"))
        if number is not None and number > LAST_NUMBER:
            yield Fault(entry, f"has number {number:g}, past {LAST_NUMBER}", "RuleNumber")
        if kind in (TCP, UDP) and entry.get("PortRange") is None:
            yield Fault(entry, f"is about protocol {kind} and no ports", "Protocol")
        egress = entry.flag("Egress") if entry.get("Egress") is not None else False
        owner = entry.get("NetworkAclId")
        # The default of a parameter that is to be given says nothing of what it will name.
        if number is None or egress is None or owner in (None, "") or network.presence(entry) != YES:
            continue
        first = seen.setdefault((network.key(owner), egress, number), entry)
        if first != entry:
            yield Fault(entry, f"has number {number:g}, as {first} has in the same direction", "RuleNumber")


@rule(
    "acls-let-answers-pass",
    rows="N14",
    severity="warning",
    why="A network ACL has no memory: answers come to a high port, and need an entry of their own to pass.",
    remedy="Let ports 1024-65535 pass in the other direction, from or to the same addresses.",
    source="https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports",
)
def acls_let_answers_pass(system: System) -> Iterator[Fault]:
    """What the network ACL around a subnet lets pass in one direction is answered in the other."""
    network = network_of(system)
    used = {system.at(item.get("NetworkAclId")) for item in system.of(ASSOCIATION)}
    for item in system.of(ACL):
        if item in used:
            yield from _unanswered(network, item)


def _unanswered(network: Network, item: Item) -> Iterator[Fault]:
    acl = Acl(str(item), str(item), item)
    for egress in (False, True):
        for entry in entries(network, acl, egress=egress):
            if entry.item is None or not entry.allows or entry.block is None or not _is_asked(entry):
                continue
            answered = passing(network, acl, entry.block, EPHEMERAL, egress=not egress)
            if answered in (Passing.NONE, Passing.SOME):
                way, back = ("out", "in") if egress else ("in", "out")
                much = "no answers" if answered is Passing.NONE else "a part of the answers only"
                message = f"lets connections {way}, and {item} lets {much} back {back}, at ports 32768-60999"
                yield Fault(entry.item, message, "Egress" if egress else "PortRange")


def _is_asked(entry: Entry) -> bool:
    """Tell whether an entry is for opening connections: a range of high ports is for answers."""
    if entry.ports is None or entry.ports == ALL_PORTS:
        return entry.ports is not None
    first, last = entry.ports
    return last < ANSWERS[0] or first == last < EPHEMERAL[0]
