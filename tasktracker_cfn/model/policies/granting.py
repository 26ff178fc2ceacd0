"""What policies may grant: what is not known counts as granted, so that nobody is told of a grant that is there.

For whoever asks whether something surely lacks a grant. The goals read the same documents strictly.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from tasktracker_cfn.model.known import known_items, known_text, outline
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, follow

Entry = Mapping[str, Value]

# By which a statement asks for whom a service acts.
SOURCES = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid")
BUCKET, BUCKET_POLICY = "AWS::S3::Bucket", "AWS::S3::BucketPolicy"
ROLE = "AWS::IAM::Role"
ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
# Managed policies that many roles have, and that grant pulling images and writing logs, and nothing else.
BASIC = ("AmazonECSTaskExecutionRolePolicy", "AWSLambdaBasicExecutionRole")


def could_be(value: Value, wanted: str) -> bool:
    """Tell whether a text, with wildcards of its own or parts that are not known, may stand for another one."""
    # One pass over the pieces, not a regular expression: a hostile one would take for ever.
    first, *others = outline(value).lower().replace("?", "*").split("*")
    rest = wanted.lower()
    if not others:
        return first == rest
    if not rest.startswith(first):
        return False
    place = len(first)
    for piece in others[:-1]:
        found = rest.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return len(rest) - place >= len(others[-1]) and rest.endswith(others[-1])


def may_equal(one: Value, other: Value) -> bool:
    """Tell whether two texts may be the same, whatever their symbols stand for."""
    if one == other:
        return True
    if isinstance(one, str):
        return could_be(other, one)
    if isinstance(other, str):
        return could_be(one, other)
    mine, theirs = outline(one).split("*"), outline(other).split("*")
    begins = mine[0].startswith(theirs[0]) or theirs[0].startswith(mine[0])
    return begins and (mine[-1].endswith(theirs[-1]) or theirs[-1].endswith(mine[-1]))


def entries(document: Value) -> tuple[Entry | None, ...]:
    """Give the statements of a policy document, None for each that is not known."""
    if document is None:
        return ()
    if not isinstance(document, Mapping):
        return (None,)
    found = known_items(document.get("Statement"))
    return tuple(entry if isinstance(entry, Mapping) else None for entry in found)


def may_do(entry: Entry | None, action: str) -> bool:
    """Tell whether a statement may allow an action."""
    if entry is None:
        return True
    if not could_be(entry.get("Effect"), "Allow"):
        return False
    return "NotAction" in entry or any(could_be(value, action) for value in known_items(entry.get("Action")))


def may_admit(entry: Entry | None, *services: str) -> bool:
    """Tell whether a statement may be for one of some services."""
    if entry is None or "NotPrincipal" in entry:
        return True
    principal = entry.get("Principal")
    if not isinstance(principal, Mapping):
        return could_be(principal, services[0])
    found = (*known_items(principal.get("Service")), *(v for v in known_items(principal.get("AWS")) if v == "*"))
    return any(could_be(value, service) for value in found for service in services)


@lru_cache(maxsize=8)
def _bucket_policies(system: System) -> Mapping[Item | str | None, tuple[Item, ...]]:
    """Give the policies by their buckets, by the names of those, or by None when either is not known."""
    found: dict[Item | str | None, tuple[Item, ...]] = {}
    for policy in system.of(BUCKET_POLICY):
        bucket = policy.get("Bucket")
        key = system.at(bucket) or known_text(bucket)
        found[key] = (*found.get(key, ()), policy)
    return found


def bucket_entries(system: System, bucket: Item) -> Iterator[Entry | None]:
    """Give the statements of the policies of a bucket, None for what may be one."""
    found = _bucket_policies(system)
    name = bucket.text("BucketName")
    for policy in (*found.get(bucket, ()), *(found.get(name, ()) if name else ())):
        yield from entries(policy.get("PolicyDocument"))
    if None in found:
        yield None


def may_write_below(
    system: System, bucket: Item, admits: Callable[[Entry | None], bool], key: str
) -> tuple[bool, Entry | None]:
    """Tell whether a bucket may let somebody put objects below a key, and else which statement comes near."""
    near: Entry | None = None
    for entry in bucket_entries(system, bucket):
        if not (may_do(entry, "s3:PutObject") and admits(entry)):
            continue
        if entry is None or "NotResource" in entry:
            return True, None
        if any(_covers(system, bucket, value, f"/{key}") for value in known_items(entry.get("Resource"))):
            return True, None
        near = entry
    return False, near


def _covers(system: System, bucket: Item, resource: Value, wanted: str) -> bool:
    """Tell whether a resource of a statement may cover objects whose keys begin in a way."""
    if system.at(resource) == bucket:
        # The bucket itself, without its objects.
        return False
    before = []
    for part in resource.parts if isinstance(resource, Text) else (resource,):
        before.append(part)
        if isinstance(part, str) and "/" in part:
            break
    known = (str, Reference)
    if not all(isinstance(part, known) and _is_plain(system, bucket, part) for part in before):
        return True
    _, slash, path = outline(resource).partition("/")
    if not slash:
        return "*" in outline(resource)
    head, wildcard, _ = f"/{path}".replace("?", "*").partition("*")
    return head.startswith(wanted) or (bool(wildcard) and wanted.startswith(head))


def _is_plain(system: System, bucket: Item, part: Value) -> bool:
    """Tell whether a part of an ARN is text, the bucket, or a pseudo parameter: nothing that could hold a key."""
    if isinstance(part, Reference):
        return system.at(part) == bucket or part.logical_id.startswith("AWS::")
    return isinstance(part, str)


def role_may(system: System, role: Item, action: str) -> bool:
    """Tell whether a role of the templates may be allowed an action, on whatever resource."""
    for policy in known_items(role.get("Policies")):
        if any(may_do(entry, action) for entry in entries(_document(policy))):
            return True
    for value in known_items(role.get("ManagedPolicyArns")):
        item = system.at(value)
        if item is None and not any(outline(value).endswith(f"/{name}") for name in BASIC):
            return True
        if item is not None and any(may_do(entry, action) for entry in entries(item.get("PolicyDocument"))):
            return True
    return any(may_do(entry, action) for entry in _attached(system, role))


def _document(policy: Value) -> Value:
    # A policy that is not known may hold any document.
    return follow(policy, "PolicyDocument") if isinstance(policy, Mapping) else policy


def _attached(system: System, role: Item) -> Iterator[Entry | None]:
    for item in system.of(*ATTACHED):
        named = (*item.listed("Roles"), *item.listed("RoleName"))
        if any(system.at(value) == role or not isinstance(value, (str, Reference)) for value in named):
            yield from entries(item.get("PolicyDocument"))


def trusts(entry: Entry | None, service: str) -> bool:
    """Tell whether a statement of a role's trust policy may let a service assume it."""
    return may_do(entry, "sts:AssumeRole") and may_admit(entry, service)


def trust(role: Item) -> tuple[Entry | None, ...]:
    """Give the statements of a role's trust policy."""
    return entries(role.get("AssumeRolePolicyDocument"))


def is_known(document: Value) -> bool:
    """Tell whether every statement of a policy document is known, and there are some."""
    found = entries(document)
    return bool(found) and None not in found


def allowing(document: Value, service: str, action: str) -> list[Entry | None]:
    """Give the statements of a policy document that may allow a service an action, None for what may be one."""
    return [entry for entry in entries(document) if may_do(entry, action) and may_admit(entry, service)]


def may_allow(document: Value, service: str, *actions: str) -> bool:
    """Tell whether a policy document may allow a service each of some actions, by whichever statements."""
    return not is_known(document) or all(allowing(document, service, action) for action in actions)


def names_source(entry: Entry | None) -> bool:
    """Tell whether a statement surely asks for whom a service acts."""
    condition = entry.get("Condition") if entry is not None else None
    operators = condition.values() if isinstance(condition, Mapping) else ()
    return any(key.lower() in SOURCES for tests in operators if isinstance(tests, Mapping) for key in tests)
