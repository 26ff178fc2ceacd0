"""Questions about the region: whether anything is pinned to another than the project's."""

import re

from tests.systems.built import System, literals

REGION = "us-east-1"
# A region anywhere in a text, an availability zone's too; "us-east-1a" is in us-east-1.
WRITTEN = re.compile(
    r"\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov)?-(?:north|south|east|west|central)[a-z]*-\d(?=[a-z]?\b)"
)


def others(system: System) -> list[str]:
    """Give the resources and parameters that name another region."""
    found = [str(item) for item in system.items if any(_names_another(text) for text in literals(item.properties))]
    for stack in system.nest.stacks.values():
        found += [
            f"{stack.template.file.name}: {parameter.name}"
            for parameter in stack.parameters.values()
            if _names_another(str(parameter.definition.get("Default")))
        ]
    return found


def _names_another(text: str) -> bool:
    return any(match != REGION for match in WRITTEN.findall(text))
