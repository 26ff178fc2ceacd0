"""Whether a key's policy admits a service: shared by the rules on keys."""

from tasktracker_cfn.model.policies.statements import PolicyStatement, policy_statements
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

KEY = "AWS::KMS::Key"


def policy_of(key: Item, system: System) -> tuple[PolicyStatement, ...]:
    """Give the statements of a key's policy; none when it cannot be read, or is the one that KMS makes."""
    return tuple(held for held in policy_statements(system) if held.owner == key and held.kind == "resource")


def admits(key: Item, service: str, action: str, system: System) -> bool | None:
    """Tell whether a key surely admits a service to an action, or surely does not; None when it may."""
    statements = policy_of(key, system)
    if not statements:
        # Without a policy of its own a key has the default one, which admits no service.
        return None if key.get("KeyPolicy") is not None else False
    found = [_admits(statement, service, action) for statement in statements if statement.entry.get("Effect") != "Deny"]
    if True in found:
        return True
    return None if None in found else False


def _admits(statement: PolicyStatement, service: str, action: str) -> bool | None:
    if not statement.is_plain:
        return None
    if not statement.grants(action):
        return False
    if "*" in statement.principals("AWS") or statement.entry.get("NotPrincipal") is not None:
        return None
    found = [_is_service(value, service) for value in statement.principals("Service")]
    if True in found:
        return True
    return None if None in found else False


def _is_service(value: Value, service: str) -> bool | None:
    if isinstance(value, Text) and isinstance(value.parts[0], str):
        value = value.parts[0]
    if not isinstance(value, str):
        return None
    return value.startswith(f"{service}.")
