"""Questions about secrets that should not stand in a template."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.values import Text, Value
from tests.systems.built import Item, System, entries, literals, text

SECRET_PROPERTIES = {"MasterUserPassword", "SecretString", "AuthToken", "Password", "ClientSecret"}
SECRET_NAME = re.compile(r"PASS(WORD|WD|PHRASE)|SECRET|TOKEN|(PRIVATE|API)_?KEY|CREDENTIAL", re.IGNORECASE)
# The name of a secret is no secret.
POINTER = re.compile(r"(ARN|NAME|ID|PATH|URL)$", re.IGNORECASE)
ACCESS_KEY = re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----")
DYNAMIC = "{{resolve:"


def written_out(system: System) -> list[str]:
    """Give every secret that stands in a template as a literal."""
    found = [f"{item}: {key}" for item in system.items for key in _properties(item.properties)]
    for stack in system.nest.stacks.values():
        found += [
            f"{stack.template.file.name}: {parameter.name} has a default"
            for parameter in stack.parameters.values()
            if parameter.definition.get("NoEcho") in (True, "true") and parameter.has_default
        ]
    return found + [f"{item}: an access key" for item in system.items if _has_access_key(item)]


def _properties(value: Value) -> Iterator[str]:
    """Give the properties and variables named like a secret that hold a literal."""
    if isinstance(value, Mapping):
        name = value.get("Name")
        if isinstance(name, str) and is_secret_name(name) and is_literal(value.get("Value")):
            yield name
        for key, item in value.items():
            if key in SECRET_PROPERTIES and is_literal(item):
                yield key
            yield from _properties(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _properties(item)


def _has_access_key(item: Item) -> bool:
    return any(ACCESS_KEY.search(literal) for literal in literals(item.properties))


def is_secret_name(name: str) -> bool:
    """Tell whether a variable is named like one that holds a secret."""
    return bool(SECRET_NAME.search(name)) and not POINTER.search(name)


def is_literal(value: Value) -> bool:
    """Tell whether a value is fixed in the template and is no reference to where a secret is kept."""
    if isinstance(value, Text):
        return not str(value.parts[0]).startswith(DYNAMIC)
    return isinstance(value, (str, int, float)) and not str(value).startswith(DYNAMIC)


def variables(container: Mapping[str, Value]) -> set[str]:
    """Give the names of all variables of a container, injected ones among them."""
    found = (*entries(container.get("Environment")), *entries(container.get("Secrets")))
    return {text(entry.get("Name")) for entry in found}
