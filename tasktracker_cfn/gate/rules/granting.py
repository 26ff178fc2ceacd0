"""Whether a policy may let a service of AWS do something, read so that what is not known speaks for it."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.absence import may_be
from tasktracker_cfn.model.known import known_items, known_mappings
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import follow

Entry = Mapping[str, Value]

SOURCES = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid")


def entries_of(document: Value) -> tuple[Entry, ...]:
    """Give the statements of a policy document that can be read."""
    return known_mappings(follow(document, "Statement"))


def is_readable(document: Value) -> bool:
    """Tell whether all of a policy document can be read, so that what is not in it is not granted."""
    found = follow(document, "Statement")
    return len(known_mappings(found)) == len(known_items(found)) > 0


def allowing(document: Value, service: str, *actions: str) -> Iterator[Entry]:
    """Give the statements that may allow a service all of some actions."""
    for entry in entries_of(document):
        granted = all(_may_do(entry, action) for action in actions)
        if granted and may_be(entry.get("Effect"), "Allow") and may_be_for(entry, service):
            yield entry


def may_allow(document: Value, service: str, *actions: str) -> bool:
    """Tell whether a policy may allow a service each of some actions, by whichever statements."""
    return not is_readable(document) or all(any(allowing(document, service, action)) for action in actions)


def may_be_for(entry: Entry, service: str) -> bool:
    """Tell whether a service may be among those that a statement is for."""
    principal = entry.get("Principal")
    if not isinstance(principal, Mapping):
        return principal is not None or "NotPrincipal" in entry
    found = known_items(principal.get("Service"))
    return any(may_be(value, service) for value in found) or "*" in known_items(principal.get("AWS"))


def names(entry: Entry, service: str) -> bool:
    """Tell whether a statement is plainly for a service."""
    return service in known_items(follow(entry, "Principal", "Service"))


def has_source(entry: Entry) -> bool:
    """Tell whether a statement surely asks for whom a service acts."""
    condition = entry.get("Condition")
    operators = condition.values() if isinstance(condition, Mapping) else ()
    return any(key.lower() in SOURCES for tests in operators if isinstance(tests, Mapping) for key in tests)


def _may_do(entry: Entry, action: str) -> bool:
    return "NotAction" in entry or any(may_be(value, action) for value in known_items(entry.get("Action")))
