"""Names of a container's variables."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import numbered

PLAIN, SECRET = "Environment", "Secrets"


@rule(
    "secret-variable-unique",
    rows="E16",
    severity="error",
    why="ECS refuses a secret whose name another secret or a variable of the container has.",
    remedy="Keep one of the two.",
    source="https://github.com/compose-x/ecs_composex/issues/707",
)
def secret_variable_unique(system: System) -> Iterator[Fault]:
    """No secret of a container has the name of another secret or variable of it."""
    for container in containers(system):
        plain = {name for _, name in _names(container, PLAIN)}
        seen: set[str] = set()
        for number, name in _names(container, SECRET):
            if name in plain or name in seen:
                other = PLAIN if name in plain else SECRET
                yield container.fault(f"has {name} in {SECRET} and once more in {other}", SECRET, number, "Name")
            seen.add(name)


@rule(
    "variable-unique",
    rows="E16",
    severity="warning",
    why="Of two variables of one name the container sees one, and which is nowhere said.",
    remedy="Keep one of the two.",
)
def variable_unique(system: System) -> Iterator[Fault]:
    """No container has a variable twice."""
    for container in containers(system):
        seen: set[str] = set()
        for number, name in _names(container, PLAIN):
            if name in seen:
                yield container.fault(f"has the variable {name} twice", PLAIN, number, "Name")
            seen.add(name)


def _names(container: Container, key: str) -> Iterator[tuple[int, str]]:
    for number, entry in numbered(container.get(key)):
        name = known_text(entry.get("Name"))
        if name is not None:
            yield number, name
