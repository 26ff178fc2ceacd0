"""Document 000's folder, its repositories and images, and what its values refer to."""

from tasktracker_cfn.model.values import Reference, Value
from tests.systems import tasks
from tests.systems.built import Item, System, text

FOLDER = "tasktracker/demo"


def refers(system: System, value: Value, item: Item, attribute: str | None) -> bool:
    """Tell whether a value is a resource's attribute, or its Ref."""
    return isinstance(value, Reference) and system.at(value) == item and value.attribute == attribute


def repository(system: System, name: str) -> Item:
    """Give the one image repository of a name."""
    found = [item for item in system.of("AWS::ECR::Repository") if item.get("RepositoryName") == name]
    assert len(found) == 1, f"{len(found)} repositories {name}"
    return found[0]


def image(system: System, container: str) -> str:
    """Give a container's image without the registry that mirrors Docker Hub."""
    name = text(tasks.container(system, container).get("Image"))
    return name.removeprefix("public.ecr.aws/docker/library/").removeprefix("docker.io/library/")
