"""Property 8: security groups admit no more than they must.

Only the load balancer's group admits the internet, on TCP and on the ports that were asked for. Every rule has one
source, and one that is no group is a block within the VPC, or for the database's port that of a VPN. Every group is of
the VPC, and each is worn by something.
"""

from ipaddress import ip_network

from tasktracker_cfn.config import SystemConfig
from tests.properties.database import remote_blocks
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import network, rules, traffic
from tests.systems.built import Item, System

GROUP = "AWS::EC2::SecurityGroup"
INGRESS = "AWS::EC2::SecurityGroupIngress"


@of_each
def least_privilege(environment: Environment) -> Complaints:
    """Give the rules that admit too much."""
    config, built = environment
    balancer = set(built.all_at(traffic.load_balancer(built).get("SecurityGroups")))
    public = set(config.edge.open_ports or config.edge.listener_ports)
    for group in built.of(GROUP):
        for rule in rules.inbound(built, group):
            if group in balancer and rule.peer == rules.INTERNET:
                if rule.protocol != "tcp" or rule.first != rule.last or rule.first not in public:
                    yield f"{group} admits the internet to {rule.protocol} {rule.first} to {rule.last}"
            elif not _is_specific(built, rule) and not _is_administration(config, rule):
                yield f"{group} admits {rule.peer} to {rule.protocol} {rule.first} to {rule.last}"
    for rule_ in built.of(INGRESS):
        owner = built.at(rule_.get("GroupId"))
        if owner is None or owner.type != GROUP:
            yield f"{rule_} is of no group of this system"


def _is_administration(config: SystemConfig, rule: rules.Rule) -> bool:
    database = config.data.database
    return database is not None and rule.peer in remote_blocks(config) and rule == rules.tcp(database.port, rule.peer)


def _is_specific(built: System, rule: rules.Rule) -> bool:
    if rule.protocol == "-1" or (rule.first, rule.last) == rules.ALL_PORTS:
        return False
    if isinstance(rule.peer, Item):
        return rule.peer.type == GROUP
    if not isinstance(rule.peer, str) or ":" in rule.peer:
        return False
    block = ip_network(rule.peer)
    vpc = network.block(built.one("AWS::EC2::VPC"))
    return block.version == vpc.version and block != vpc and block.subnet_of(vpc)
