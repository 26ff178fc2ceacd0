"""What is reached by whom it is not for, as the proof of who can talk to whom has it."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.reach.addresses import parsed
from tasktracker_cfn.model.reach.answer import YES
from tasktracker_cfn.model.reach.queries import exposed_databases, reached_from_internet
from tasktracker_cfn.model.system import System


@rule(
    "databases-are-for-their-clients",
    rows="G07",
    severity="warning",
    why="What need not connect to a database should not be able to: no load balancer, and nobody from the internet.",
    remedy="Admit the groups of services, functions and bastions on the database's port, and no addresses.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
)
def databases_are_for_their_clients(system: System) -> Iterator[Fault]:
    """Services, functions, instances and proxies reach databases and caches, and nothing else here does."""
    for target, answer in exposed_databases(system):
        # A network elsewhere gets in only where a VPN leads to it and a rule names its addresses: somebody meant it.
        if answer.verdict == YES and parsed(answer.source) is None:
            yield Fault(target, f"is reached by {answer.source} on port {answer.port}: {answer.best.steps[-1].text}")


@rule(
    "internet-reaches-load-balancers-only",
    rows="G08",
    severity="warning",
    why="What the internet reaches is attacked; a load balancer is made for that, and shows the rest one port.",
    remedy="Put it into private subnets behind a load balancer, or admit the load balancer's security group only.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/networking-inbound.html",
)
def internet_reaches_load_balancers_only(system: System) -> Iterator[Fault]:
    """The internet reaches load balancers, and nothing else."""
    for target, answer in reached_from_internet(system):
        if answer.verdict == YES:
            yield Fault(target, f"is reached from the internet on port {answer.port}")
