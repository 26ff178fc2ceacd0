"""What is not shown, because it may be a secret: told by its name, and by how it looks.

It is asked of what anybody may have written into outputs and properties. An ARN or a name of a secret is none.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.written import parse

HIDDEN = "****"
SECRET = re.compile(
    r"password|passwd|passphrase|secret|credential|api_?-?key|private_?-?key|access_?-?key|auth_?-?token|token"
    r"|connection_?-?string|dsn$",
    re.IGNORECASE,
)
# These name the place of a secret, or when it changes.
PLACE = re.compile(r"(arn|arns|id|ids|name|names|version|days|length|enabled|endpoint|label)$", re.IGNORECASE)
# An address with a password in it: postgres://user:password@host
IN_ADDRESS = re.compile(r"(?P<start>[a-z][a-z0-9+.-]*://[^/\s:@]*):[^/\s@]+@", re.IGNORECASE)
KEYS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bA(?:KIA|SIA)[A-Z0-9]{16}\b|\bgh[ps]_[A-Za-z0-9]{30,}\b")


def names_secret(name: str) -> bool:
    """Tell whether something of this name may be a secret itself."""
    return bool(SECRET.search(name)) and not PLACE.search(name)


def masked(name: str, value: str) -> str:
    """Give a value as it may be shown: hidden when its name or its looks are those of a secret."""
    if value.startswith("arn:"):
        return value
    if names_secret(name) or KEYS.search(value):
        return HIDDEN
    return shown(value)


def masked_json(name: str, text: str) -> str:
    """Give a text that may be JSON as it may be shown, with what has a secret's name in it hidden.

    A pair of Name and Value, as containers and tags have them, is hidden by what its name says.
    """
    try:
        value = json.loads(text)
    except ValueError:
        return masked(name, text)
    hidden = _hidden(name, value)
    return text if hidden == value else json.dumps(hidden)


def shown(text: str) -> str:
    """Give a text without passwords in addresses."""
    return IN_ADDRESS.sub(rf"\g<start>:{HIDDEN}@", text)


def secret_outputs(template: str) -> frozenset[str]:
    """Give the names of those outputs of a template that say what a NoEcho parameter holds.

    CloudFormation hides such a parameter and not an output that repeats it:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """
    try:
        content = parse(Path("template"), template).content
    except TemplateError:
        return frozenset()
    secret = {name for name, spec in _section(content, "Parameters") if str(spec.get("NoEcho")).lower() == "true"}
    return frozenset(name for name, spec in _section(content, "Outputs") if secret & set(_named(spec.get("Value"))))


def _hidden(name: str, value: object) -> object:
    if isinstance(value, dict):
        own = value.get("Name") or value.get("Key") or ""
        return {key: _hidden(str(own) if key == "Value" else str(key), item) for key, item in value.items()}
    if isinstance(value, list):
        return [_hidden(name, item) for item in value]
    if isinstance(value, str):
        return masked(name, value)
    return HIDDEN if names_secret(name) and not isinstance(value, (bool, type(None))) else value


def _section(content: object, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    section = content.get(name) if isinstance(content, Mapping) else None
    for key, spec in section.items() if isinstance(section, Mapping) else ():
        if isinstance(spec, Mapping):
            yield str(key), spec


def _named(value: object) -> Iterator[str]:
    """Give the names that an expression refers to, and every other text in it, which does no harm."""
    if isinstance(value, str):
        yield value
        for part in value.split("${")[1:]:
            yield part.partition("}")[0].strip()
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)
