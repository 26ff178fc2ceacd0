"""The policies of buckets."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_text
from tasktracker_cfn.model.named import BUCKET, meant
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, follow

POLICY = "AWS::S3::BucketPolicy"
# Actions on objects that are not named after them.
OF_OBJECTS = frozenset(
    {
        "s3:abortmultipartupload",
        "s3:bypassgovernanceretention",
        "s3:initiatereplication",
        "s3:listmultipartuploadparts",
        "s3:replicatedelete",
        "s3:replicatetags",
    }
)
OBJECT_VERBS = ("s3:deleteobject", "s3:getobject", "s3:putobject", "s3:replicateobject", "s3:restoreobject")
OF_BUCKETS = frozenset(
    {
        "s3:getbucketacl",
        "s3:getbucketlocation",
        "s3:getbucketpolicy",
        "s3:getbuckettagging",
        "s3:getbucketversioning",
        "s3:getencryptionconfiguration",
        "s3:getlifecycleconfiguration",
        "s3:getreplicationconfiguration",
        "s3:listbucket",
        "s3:listbucketmultipartuploads",
        "s3:listbucketversions",
        "s3:putbucketacl",
        "s3:putbucketpolicy",
        "s3:putlifecycleconfiguration",
        "s3:putreplicationconfiguration",
    }
)


@rule(
    "bucket-policy-resources",
    rows="B09",
    severity="error",
    why="S3 refuses a statement with an action that applies to none of its resources: some are for a bucket, some "
    "for its objects.",
    remedy="Name the bucket's ARN for actions on the bucket, and the ARN with `/*` for actions on objects.",
    source="https://github.com/ministryofjustice/modernisation-platform/pull/10762",
)
def resources(system: System) -> Iterator[Fault]:
    """A statement of a bucket's policy has a resource for each of its actions: the bucket, or its objects."""
    for policy in system.of(POLICY):
        for number, entry in enumerate(known_items(policy.get("PolicyDocument", "Statement"))):
            named = known_items(follow(entry, "Resource"))
            kinds = {_kind(system, value) for value in named}
            path = ("PolicyDocument", "Statement", number, "Resource")
            for action in known_items(follow(entry, "Action")):
                name = (known_text(action) or "").lower()
                if kinds == {"bucket"} and _is_of_objects(name):
                    yield Fault(policy, f"allows or denies {action} on a bucket and on no objects", *path)
                if kinds == {"objects"} and name in OF_BUCKETS:
                    yield Fault(policy, f"allows or denies {action} on objects and on no bucket", *path)


@rule(
    "one-policy-per-bucket",
    rows="B10",
    severity="error",
    why="A bucket has one policy: a second one is refused, because it exists, or takes the place of the first.",
    remedy="Put all statements into one BucketPolicy, in the stack that knows all who use the bucket.",
    source="https://github.com/aws/aws-cdk/issues/18676",
)
def one_policy(system: System) -> Iterator[Fault]:
    """A bucket has at most one policy, in whatever stack."""
    policies: dict[Item, list[Item]] = {}
    for policy in system.of(POLICY):
        # Of two under conditions only one may be there.
        if "Condition" not in policy.resource.attributes:
            for bucket in meant(system, policy.get("Bucket"), BUCKET):
                policies.setdefault(bucket, []).append(policy)
    for bucket, found in policies.items():
        for policy in found[1:]:
            yield Fault(policy, f"is a second policy for {bucket}, beside {found[0]}", "Bucket")


def _is_of_objects(action: str) -> bool:
    return "*" not in action and (action in OF_OBJECTS or action.startswith(OBJECT_VERBS))


def _kind(system: System, value: Value) -> str:
    """Tell whether a resource is a bucket, or objects in one; anything else is not known."""
    if isinstance(value, Reference):
        found = system.at(value)
        return "bucket" if found is not None and found.type == BUCKET and value.attribute == "Arn" else "unknown"
    parts = value.parts if isinstance(value, Text) else (value,)
    if not all(isinstance(part, str) or _is_plain(system, part) for part in parts):
        return "unknown"
    text = "".join(part for part in parts if isinstance(part, str))
    by_arn = any(isinstance(part, Reference) and part.attribute == "Arn" for part in parts)
    # Access points have ARNs of another kind.
    if ":s3:::" not in text and not by_arn:
        return "unknown"
    if "/" in text:
        return "objects"
    return "unknown" if "*" in text or "?" in text else "bucket"


def _is_plain(system: System, part: Value) -> bool:
    """Tell whether a part of an ARN surely has no slash: a bucket, or a pseudo parameter."""
    found = system.at(part)
    pseudo = isinstance(part, Reference) and part.logical_id in {"AWS::Partition", "AWS::AccountId", "AWS::Region"}
    return pseudo or (found is not None and found.type == BUCKET)
