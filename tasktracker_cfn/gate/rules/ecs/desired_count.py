"""A count of tasks that fights with scaling."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.ecs.scaled_services import scalable_targets
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.nest import StackPath
from tasktracker_cfn.model.system import Item, System

KEY = "DesiredCount"
FIRST = ("initial", "first", "start")


@rule(
    "desired-count-left-to-scaling",
    rows="E20",
    severity="warning",
    why="Every update of the service sets the count back, in the middle of a load that it was raised for.",
    remedy="Leave DesiredCount out where a scalable target sets it.",
    source="schema AWS::ECS::Service",
)
def desired_count_left_to_scaling(system: System) -> Iterator[Fault]:
    """A service that is scaled has no DesiredCount of its own."""
    for target, service in scalable_targets(system):
        if service.get(KEY) is not None and not _is_initial(system, service):
            yield Fault(service, f"has a {KEY}, which {target} sets as well", KEY)


def _is_initial(system: System, service: Item) -> bool:
    """Tell whether the count is a parameter that says, here or further up, that it is for the beginning only."""
    path, written = service.resource.stack, service.resource.properties.get(KEY)
    while isinstance(written, Mapping) and isinstance(name := written.get("Ref"), str):
        parameter = system.nest.stacks[path].parameters.get(name)
        if parameter is None:
            return False
        said = f"{parameter.name} {parameter.definition.get('Description', '')}".lower()
        if any(word in said for word in FIRST):
            return True
        handed = _handed(system, path)
        path, written = path[:-1], handed.get(name)
    return False


def _handed(system: System, path: StackPath) -> Mapping[str, object]:
    """Give what the parent of a stack hands to it, as written."""
    parent = system.nest.stacks[path[:-1]].resources.get(path[-1]) if path else None
    handed = parent.properties.get("Parameters") if parent else None
    return handed if isinstance(handed, Mapping) else {}
