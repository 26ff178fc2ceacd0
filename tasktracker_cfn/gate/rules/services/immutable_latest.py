"""A task that waits for a tag that cannot move."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.services.repositories import REPOSITORY, holds_fast
from tasktracker_cfn.model.known import outline
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import DEFINITION, entries_of

LATEST = "latest"


@rule(
    "immutable-repository-without-latest",
    rows="X02",
    severity="warning",
    why="The second push of :latest to a repository with immutable tags fails, so the task never gets a new image.",
    remedy="Run an image by a tag of its own or its digest, or exclude latest by IMMUTABLE_WITH_EXCLUSION.",
    source="schema AWS::ECR::Repository",
)
def immutable_latest(system: System) -> Iterator[Fault]:
    """No task runs the tag latest of a repository whose tags cannot move."""
    fast = [item for item in system.of(REPOSITORY) if holds_fast(item, LATEST)]
    for task in system.of(DEFINITION) if fast else ():
        for number, container in entries_of(task):
            image = container.get("Image")
            repository = next((item for item in fast if _is_of(system, image, item)), None)
            if repository is not None and _is_latest(image):
                message = f"runs the tag {LATEST} of {repository}, whose tags cannot move"
                yield Fault(task, message, "ContainerDefinitions", number, "Image")


def _is_of(system: System, image: Value, repository: Item) -> bool:
    parts = image.parts if isinstance(image, Text) else (image,)
    if any(isinstance(part, Reference) and system.at(part) == repository for part in parts):
        return True
    name = repository.text("RepositoryName")
    path = outline(image).partition("/")[2].partition("@")[0].partition(":")[0]
    return name is not None and ".dkr.ecr." in outline(image) and path == name


def _is_latest(image: Value) -> bool:
    if isinstance(image, Reference):
        # Without a tag it is this one.
        return image.attribute == "RepositoryUri"
    last = outline(image).rpartition("/")[2]
    if "@" in last:
        return False
    return last.endswith(f":{LATEST}") or (isinstance(image, str) and ":" not in last)
