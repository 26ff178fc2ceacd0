"""Names that block a replacement."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import SERVICE
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "service-name-free",
    rows="E26",
    severity="warning",
    why="A change that replaces the service, of its cluster for instance, fails while the old one has the name.",
    remedy="Leave ServiceName out; CloudFormation makes one.",
    source="schema AWS::ECS::Service",
)
def service_name_free(system: System) -> Iterator[Fault]:
    """A service has no name of its own."""
    for service in system.of(SERVICE):
        if service.get("ServiceName") is not None:
            yield Fault(service, "has a ServiceName, which a replacement would need as well", "ServiceName")
