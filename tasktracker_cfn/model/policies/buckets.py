"""What the policies of a bucket may grant."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from tasktracker_cfn.model.known import known_items, known_text, outline
from tasktracker_cfn.model.policies.documents import Entry, entries
from tasktracker_cfn.model.policies.granting import may_do
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

BUCKET_POLICY = "AWS::S3::BucketPolicy"


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
