"""Goals for KMS keys, and the question that other areas ask: whether a key is the account's own."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.statements import of_kind, of_owner
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System, listed, true

KMS = Area("Keys")

KEY = "AWS::KMS::Key"
ALIAS = "AWS::KMS::Alias"
AWS_OWN = "alias/aws/"
READING = ("kms:decrypt", "kms:reencryptfrom", "kms:reencrypt*", "kms:*", "*")
# The one form that the guard rule of Control Tower recognises.
ONLY_FOR_SERVICES = {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}}


def is_own_key(system: System, value: Value) -> bool:
    """Tell whether a value names a key of the account's own, in this system or given at deployment."""
    item = system.at(value)
    if item is not None:
        return item.type in {KEY, ALIAS}
    if isinstance(value, (Reference, Text)):
        return not any(AWS_OWN in literal for literal in literals(value))
    return isinstance(value, str) and bool(value) and AWS_OWN not in value


@KMS.always(
    "key-rotation",
    "CKV_AWS_7 CT.KMS.PR.1 CT.KMS.PR.2 CMK_BACKING_KEY_ROTATION_ENABLED AS-KMS5 KMSBackingKeyRotationEnabled "
    "SH:KMS.4 cr:KMSKeyEnabledKeyRotation cn:F19",
)
def rotation(system: System) -> Iterator[Breach]:
    """The material of every key is changed each year."""
    for key in system.of(KEY):
        symmetric = key.get("KeySpec") in (None, "SYMMETRIC_DEFAULT")
        if symmetric and not true(key.get("EnableKeyRotation")):
            yield key, "is never changed"


@KMS.always(
    "key-policy-principals",
    "CKV_AWS_33 KMS_NO_WILDCARD_PRINCIPAL SH:KMS.5 cr:KMSKeyWildcardPrincipalRule "
    "cr:KMSKeyCrossAccountTrustRule cn:F76",
)
def principals(system: System) -> Iterator[Breach]:
    """No key is open to everybody or to another account."""
    for statement in of_owner(system, KEY):
        if statement.allows and statement.is_for_everybody:
            yield statement, "is for everybody"
        if statement.allows and statement.foreigners:
            yield statement, f"trusts {', '.join(statement.foreigners)}"


@KMS.always("key-grants", "CT.KMS.PR.3")
def grants(system: System) -> Iterator[Breach]:
    """A key refuses grants that are not for a service of AWS."""
    refusing = {
        statement.owner
        for statement in of_owner(system, KEY)
        if statement.entry.get("Effect") == "Deny"
        and statement.entry.get("Principal") == {"AWS": "*"}
        and "kms:CreateGrant" in statement.actions
        and _plain(statement.entry.get("Condition")) == ONLY_FOR_SERVICES
    }
    yield from ((key, "takes any grant") for key in system.of(KEY) if key not in refusing)


@KMS.exempted(
    "key-administration-limited",
    "cr:GenericResourceWildcardPolicyRule cr:GenericResourceFullWildcardPrincipalRule "
    "cr:GenericResourcePartialWildcardPrincipalRule cr:GenericCrossAccountTrustRule",
)
def administration(system: System) -> Iterator[Breach]:
    """No statement of a key's policy allows every action."""
    for statement in of_owner(system, KEY):
        if statement.allows and any(action in {"kms:*", "*"} for action in statement.actions):
            yield statement, "allows every action"


@KMS.always("no-decryption-by-all-keys", "SH:KMS.1 SH:KMS.2 SH:KMS.3")
def decryption(system: System) -> Iterator[Breach]:
    """No policy allows to decrypt with whichever key."""
    for statement in of_kind(system, "identity"):
        reads = any(action.lower() in READING for action in statement.actions)
        broad = statement.is_everywhere or any(map(_is_every_key, statement.resources))
        if statement.allows and reads and broad:
            yield statement, "decrypts with every key"


def _is_every_key(resource: Value) -> bool:
    *_, last = ("", *literals(resource))
    return last.endswith((":key/*", ":alias/*"))


def _plain(value: Value) -> object:
    """Give a condition with single values out of their lists."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    items = listed(value)
    return items[0] if len(items) == 1 else value
