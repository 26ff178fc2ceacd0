"""Where document 003's one environment is, and its parts."""

from tasktracker_cfn.model.values import Reference, Text
from tests.systems.built import Item, System
from tests.systems.tasks import container

FOLDER = "fargate-nonprod/nonprod"
CONTAINER = "web"


def repository(system: System) -> Item:
    """Give the one image repository."""
    return system.one("AWS::ECR::Repository")


def pulled_from(system: System) -> Item | None:
    """Give the repository that the container's image lies in, when it is one of this system's."""
    image = container(system, CONTAINER).get("Image")
    if not isinstance(image, Text) or not isinstance(image.parts[0], Reference):
        return None
    address, *tag = image.parts
    return (
        system.at(address) if isinstance(address, Reference) and address.attribute == "RepositoryUri" and tag else None
    )
