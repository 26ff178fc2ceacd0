"""Hide what must not be seen, before it becomes part of a review.

Hidden are: the values of NoEcho parameters and of all that they are handed on to, values under names such as
password, secret and token (properties, environment variables, keys of JSON), places whose template says
``{{resolve:...}}``, credentials within addresses, keys that begin as keys do, and the text that a new machine runs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, at, part
from tasktracker_cfn.model.known import DYNAMIC
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.substitution import mentions

HIDDEN = "****"
SECRET_NAME = re.compile(
    r"passw(or)?d|passphrase|secret|token|credential|private_?key|api_?key|access_?key|auth_?key|signing_?key|"
    r"(^|_)(pwd|dsn|pat)$|connection_?string|userdata",
    re.IGNORECASE,
)
# These name or describe a secret, and are none.
ABOUT = re.compile(
    r"(arns?|ids?|name|names|length|type|status|period|validity|units?|version|versionstage|days|hours|enabled|"
    r"valuefrom|characters|rotation.*|description|policy|key_?spec)$",
    re.IGNORECASE,
)
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes, and what others use.
PATTERNS = (
    (re.compile(r"(?P<keep>[a-z][a-z0-9+.-]*://[^/\s:@]*:)[^@\s]+(?=@)", re.IGNORECASE), True),
    (re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{12,}\b"), False),
    (re.compile(r"\b(ghp|gho|ghs|ghu|github_pat|glpat|xox[abp]|sk_live|sk-)[A-Za-z0-9_-]{10,}"), False),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"), False),
    (re.compile(r"-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)", re.DOTALL), False),
)
# A value that short hides half of what is said, and is none that anybody should use.
SHORTEST = 4


def is_secret_name(name: str) -> bool:
    """Tell whether what has this name must not be seen."""
    return bool(SECRET_NAME.search(name)) and not ABOUT.search(name)


@dataclass(frozen=True)
class Masks:
    """Hides what must not be seen of one nest."""

    nest: NestFacts

    def text(self, text: str | None) -> str | None:
        """Give any text without the secrets that are known, and without what looks like one."""
        if text is None:
            return None
        for value in self._values:
            text = text.replace(value, HIDDEN)
        for pattern, keeps in PATTERNS:
            text = pattern.sub(rf"\g<keep>{HIDDEN}" if keeps else HIDDEN, text)
        return text

    def of(self, facts: StackFacts, logical_id: str, path: tuple[str, ...], text: str | None) -> str | None:
        """Give the value of a place in a resource's properties as it may be seen."""
        if text is None or not text:
            return text
        if _is_secret_path(path) or self._is_secret_place(facts, logical_id, path):
            return HIDDEN
        if path[-1:] == ("Value",) and self._is_secret_pair(facts, logical_id, path):
            return HIDDEN
        return self.text(_without_secrets(text))

    def structure(self, facts: StackFacts, value: object) -> object:
        """Give a written structure in which secret values are hidden; intrinsic functions stay."""
        hidden = _hidden(value)
        return HIDDEN if self.is_secret_expression(facts.path, hidden) else hidden

    def parameter(self, stack: StackPath, name: str) -> bool:
        """Tell whether the value of a parameter must not be seen."""
        return name in self._parameters.get(stack, frozenset()) or is_secret_name(name)

    def is_secret_expression(self, stack: StackPath, value: object) -> bool:
        """Tell whether an expression comes to something that must not be seen."""
        if DYNAMIC in json.dumps(value, default=str):
            return True
        secret = self._parameters.get(stack, frozenset())
        return any(mention.name in secret for mention in mentions(value))

    @cached_property
    def _values(self) -> tuple[str, ...]:
        return tuple(sorted((value for value in self.nest.given.values() if len(value) >= SHORTEST), key=len)[::-1])

    @cached_property
    def _parameters(self) -> Mapping[StackPath, frozenset[str]]:
        """Give the secret parameters of each stack: those with NoEcho, and those that are handed one."""
        found: dict[StackPath, frozenset[str]] = {}
        for path, facts in self.nest.stacks.items():
            names = {name for side in (facts.before, facts.after) for name in _no_echo(side)}
            if path:
                parent = self.nest.stacks[path[:-1]]
                above = found.get(path[:-1], frozenset())
                for side in (parent.before, parent.after):
                    wires = part(side, "Resources", path[-1], "Properties", "Parameters")
                    names |= {n for n, wire in wires.items() if any(m.name in above for m in mentions(wire))}
                    names |= {n for n, wire in wires.items() if DYNAMIC in json.dumps(wire, default=str)}
            found[path] = frozenset(names)
        return found

    def _is_secret_place(self, facts: StackFacts, logical_id: str, path: tuple[str, ...]) -> bool:
        return any(self.is_secret_expression(facts.path, place) for place in _places(facts, logical_id, path))

    def _is_secret_pair(self, facts: StackFacts, logical_id: str, path: tuple[str, ...]) -> bool:
        """Tell whether the name beside a value says so: an entry of a container's Environment."""
        for place in _places(facts, logical_id, path[:-1]):
            if isinstance(place, Mapping) and any(is_secret_name(str(place.get(key))) for key in ("Name", "Key")):
                return True
        return False


def _is_secret_path(path: tuple[str, ...]) -> bool:
    """Tell whether a place is a secret by its names; one that only names a secret is none, wherever it stands."""
    if path and ABOUT.search(path[-1]):
        return False
    return any(is_secret_name(step) for step in path)


def _places(facts: StackFacts, logical_id: str, path: tuple[str, ...]) -> list[object]:
    """Give what the templates have in a place, or the expression that it is part of."""
    return [at(part(side, "Resources", logical_id, "Properties"), path) for side in (facts.before, facts.after)]


def _no_echo(document: Mapping[str, object] | None) -> set[str]:
    parameters = part(document, "Parameters")
    return {
        name
        for name, definition in parameters.items()
        if isinstance(definition, Mapping) and str(definition.get("NoEcho")).lower() == "true"
    }


def _without_secrets(text: str) -> str:
    """Give a JSON text with its secret values hidden; any other as it is."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return json.dumps(_hidden(value))


def _hidden(value: object) -> object:
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    named = any(is_secret_name(str(value.get(key))) for key in ("Name", "Key"))
    return {
        key: HIDDEN if is_secret_name(str(key)) or (named and key == "Value") else _hidden(item)
        for key, item in value.items()
    }
