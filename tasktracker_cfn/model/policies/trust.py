"""Who may take on a role; the services are known by their names, as far as they are known."""

from collections.abc import Mapping

from tasktracker_cfn.model.known import known_items, known_text
from tasktracker_cfn.model.policies.documents import Entry, entries
from tasktracker_cfn.model.policies.granting import may_admit, may_do
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, follow

DOCUMENT = "AssumeRolePolicyDocument"
TAKING_ON = "sts:AssumeRole"


def trust(role: Item) -> tuple[Entry | None, ...]:
    """Give the statements of a role's trust policy."""
    return entries(role.get(DOCUMENT))


def may_take_on(role: Item, service: str) -> bool:
    """Tell whether a service, such as ``s3.amazonaws.com``, may take on a role."""
    found = trust(role)
    return not found or any(may_do(entry, TAKING_ON) and may_admit(entry, service) for entry in found)


def trusted_services(role: Item) -> tuple[str, ...] | None:
    """Give the services that may take on a role, without what follows their names; None when not all are known.

    ``ecs-tasks.amazonaws.com`` is ``ecs-tasks``.
    """
    document = role.get("AssumeRolePolicyDocument")
    if not isinstance(document, Mapping):
        return None
    found: list[str] = []
    for entry in known_items(document.get("Statement")):
        if not isinstance(entry, Mapping) or not isinstance(entry.get("Principal"), Mapping):
            return None
        # Whoever trusts everybody may trust services as well.
        if "*" in known_items(follow(entry, "Principal", "AWS")):
            return None
        for value in known_items(follow(entry, "Principal", "Service")):
            service = known_text(value)
            if service is None:
                service = _start(value)
            if service is None or "*" in service:
                return None
            found.append(service.partition(".amazonaws.com")[0])
    return tuple(found)


def _start(value: Value) -> str | None:
    """Give the name in ``ec2.${AWS::URLSuffix}``; None for what may be anything else."""
    if not isinstance(value, Text) or len(value.parts) < 2:  # noqa: PLR2004 - a name, and what it is joined with
        return None
    first, second = value.parts[:2]
    suffix = isinstance(second, Reference) and second.logical_id == "AWS::URLSuffix"
    return first.rstrip(".") if isinstance(first, str) and suffix else None
