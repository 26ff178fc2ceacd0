"""Which services are scaled, and by which target."""

from collections.abc import Iterator

from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import SERVICE

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
# service/<cluster>/<service>
FIELDS = 3


def targets(system: System) -> tuple[Item, ...]:
    """Give the scalable targets that are services of ECS."""
    return tuple(target for target in system.of(TARGET) if target.text("ServiceNamespace") == "ecs")


def scalable_targets(system: System) -> Iterator[tuple[Item, Item]]:
    """Give each scalable target with the service of these templates that it names."""
    for target in targets(system):
        service = service_of(system, target)
        if service is not None:
            yield target, service


def service_of(system: System, target: Item) -> Item | None:
    """Give the service that a scalable target names, by reference or by a name that the template gives it."""
    resource_id = target.get("ResourceId")
    found = (system.at(reference) for reference in all_references(resource_id))
    by_reference = next((item for item in found if item is not None and item.type == SERVICE), None)
    fields = segments(resource_id)
    if by_reference is not None or len(fields) != FIELDS:
        return by_reference
    named = [item for item in system.of(SERVICE) if item.get("ServiceName") == fields[2]]
    return next((item for item in named if _is_of(system, item, fields[1])), None)


def segments(value: Value) -> tuple[Value, ...]:
    """Give what stands between the slashes of a text."""
    if not isinstance(value, (Text, str)):
        return (value,)
    fields: list[list[str | Reference | Call]] = [[]]
    for part in value.parts if isinstance(value, Text) else (value,):
        if isinstance(part, str):
            first, *others = part.split("/")
            fields[-1] += [first] if first else []
            fields += [[other] if other else [] for other in others]
        else:
            fields[-1].append(part)
    return tuple(field[0] if len(field) == 1 else Text(tuple(field)) for field in fields)


def _is_of(system: System, service: Item, cluster: Value) -> bool:
    """Tell whether a service is surely in a cluster that a scalable target names."""
    own = service.get("Cluster")
    item = system.at(own)
    return cluster == own or (item is not None and (item == system.at(cluster) or item.get("ClusterName") == cluster))
