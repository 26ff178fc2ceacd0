"""What policies may grant: what is not known counts as granted, so that nobody is told of a grant that is there.

For whoever asks whether something surely lacks a grant. The goals read the same documents strictly.
"""

from collections.abc import Mapping

from tasktracker_cfn.model.known import known_items, known_text, outline
from tasktracker_cfn.model.policies.documents import Entry, condition_values, entries, is_known
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.wildcards import could_be

# By which a statement asks for whom a service acts.
SOURCES = ("aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID")
AMAZON, OF_CHINA = "amazonaws.com", "amazonaws.com.cn"


def may_do(entry: Entry | None, action: str) -> bool:
    """Tell whether a statement may allow an action, on whatever resource."""
    if entry is None:
        return True
    if known_text(entry.get("Effect")) == "Deny":
        return False
    return "Action" not in entry or any(could_be(value, action) for value in known_items(entry["Action"]))


def may_admit(entry: Entry | None, *services: str) -> bool:
    """Tell whether a statement may be for one of some services, such as ``logs.amazonaws.com``."""
    if entry is None or "NotPrincipal" in entry:
        return True
    principal = entry.get("Principal")
    if not isinstance(principal, Mapping):
        return True
    if "*" in known_items(principal.get("AWS")):
        return True
    found = known_items(principal.get("Service"))
    return any(_may_be(value, service) for value in found for service in services)


def _may_be(value: Value, service: str) -> bool:
    """Tell whether a principal may be a service: by its name, by that in China, or by that in one region."""
    if could_be(value, service):
        return True
    name, start = outline(value).lower(), service.removesuffix(AMAZON)
    if not name.startswith(start):
        return False
    rest = name.removeprefix(start)
    region, _, suffix = rest.partition(".")
    return "*" in rest or rest == OF_CHINA or (region[-1:].isdecimal() and suffix in {AMAZON, OF_CHINA})


def allowing(document: Value, service: str, action: str) -> list[Entry | None]:
    """Give the statements of a policy document that may allow a service an action, None for what may be one."""
    return [entry for entry in entries(document) if may_do(entry, action) and may_admit(entry, service)]


def may_allow(document: Value, service: str, *actions: str) -> bool:
    """Tell whether a policy document may allow a service each of some actions, by whichever statements."""
    return not is_known(document) or all(allowing(document, service, action) for action in actions)


def names_source(entry: Entry | None) -> bool:
    """Tell whether a statement surely asks for whom a service acts."""
    return entry is not None and any(condition_values(entry, key) for key in SOURCES)
