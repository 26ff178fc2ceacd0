"""Trails whose bucket or log group CloudTrail refuses."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.known import DYNAMIC, known_text, outline
from tasktracker_cfn.model.policies.buckets import bucket_entries, may_write_below
from tasktracker_cfn.model.policies.documents import Entry, condition_values
from tasktracker_cfn.model.policies.granting import may_admit, may_do
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.texts import concatenate
from tasktracker_cfn.model.wildcards import may_equal

BUCKET, TRAIL = "AWS::S3::Bucket", "AWS::CloudTrail::Trail"
SERVICE = "cloudtrail.amazonaws.com"
POLICY_SOURCE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html"
MARK = ":trail/"


def _admits(entry: Entry | None) -> bool:
    return may_admit(entry, SERVICE)


@rule(
    "trail-bucket-policy",
    rows="X04",
    severity="error",
    misses=True,
    why="CloudTrail creates no trail when it may not read the bucket's ACL and write there: incorrect bucket policy.",
    remedy="Allow cloudtrail.amazonaws.com s3:GetBucketAcl on the bucket, and s3:PutObject on "
    "<bucket ARN>/<prefix>/AWSLogs/<account>/*.",
    source=POLICY_SOURCE,
)
def bucket_policy(system: System) -> Iterator[Fault]:
    """A trail's bucket lets CloudTrail read its access control list and write below the trail's prefix."""
    for trail, bucket in _with_buckets(system):
        if not any(may_do(entry, "s3:GetBucketAcl") and _admits(entry) for entry in bucket_entries(system, bucket)):
            yield Fault(trail, f"may not read the access control list of {bucket}", "S3BucketName")
        prefix = trail.get("S3KeyPrefix")
        begin = "" if prefix in (None, "") else known_text(prefix)
        key = "" if begin is None else f"{begin}/AWSLogs/".lstrip("/")
        granted, near = may_write_below(system, bucket, _admits, key)
        if not granted:
            where = f"below {key}" if near and key else "there"
            yield Fault(
                trail, f"writes to {bucket}, whose policy does not let CloudTrail write {where}", "S3BucketName"
            )


@rule(
    "trail-named-by-its-bucket",
    rows="X04",
    severity="error",
    why="A bucket policy that is for one trail names its ARN beforehand, so another name is refused.",
    remedy="Give the trail the TrailName that aws:SourceArn in the bucket's policy has.",
    source=POLICY_SOURCE,
)
def trail_name(system: System) -> Iterator[Fault]:
    """A trail has the name that its bucket's policy expects in aws:SourceArn."""
    for trail, bucket in _with_buckets(system):
        writing = [
            entry
            for entry in bucket_entries(system, bucket)
            if entry is not None and may_do(entry, "s3:PutObject") and _admits(entry)
        ]
        # The trails that a statement is for; none when it is for all.
        expected = [condition_values(entry, "aws:SourceArn") for entry in writing]
        name = trail.get("TrailName")
        if not expected or any(_may_fit(system, trail, name, values) for values in expected):
            continue
        shown = ", ".join(outline(value) for value in expected[0])
        said = "no name" if name is None else f"the name {outline(name)}"
        yield Fault(trail, f"has {said}, and the policy of {bucket} is for {shown}", "TrailName")


@rule(
    "trail-log-group-arn",
    rows="X04",
    severity="error",
    why="CloudTrail wants the log group's ARN with :* at its end, as GetAtt gives it, and a role that writes there.",
    remedy="Give GetAtt <log group>.Arn, and the role's ARN as CloudWatchLogsRoleArn.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html",
)
def log_group_arn(system: System) -> Iterator[Fault]:
    """A trail names its log group by an ARN that ends with :*, and a role to write there."""
    for trail in system.of(TRAIL):
        value = trail.get("CloudWatchLogsLogGroupArn")
        if value is None:
            continue
        problem = _group_problem(system, value)
        if problem:
            yield Fault(trail, f"names its log group by {problem}", "CloudWatchLogsLogGroupArn")
        if trail.get("CloudWatchLogsRoleArn") is None:
            yield Fault(trail, "has a log group and no CloudWatchLogsRoleArn", "CloudWatchLogsLogGroupArn")


def _with_buckets(system: System) -> Iterator[tuple[Item, Item]]:
    for trail in system.of(TRAIL):
        bucket = system.at(trail.get("S3BucketName"))
        if bucket is not None and bucket.type == BUCKET:
            yield trail, bucket


def _may_fit(system: System, trail: Item, name: Value, expected: tuple[Value, ...]) -> bool:
    return not expected or any(_fits(system, trail, name, value) for value in expected)


def _fits(system: System, trail: Item, name: Value, arn: Value) -> bool:
    if system.at(arn) == trail:
        return True
    parts = arn.parts if isinstance(arn, Text) else (arn,)
    place = next((n for n, part in enumerate(parts) if isinstance(part, str) and MARK in part), None)
    if place is None:
        # Without the mark it is a symbol for the whole ARN.
        return not isinstance(arn, str)
    named = concatenate([str(parts[place]).partition(MARK)[2], *parts[place + 1 :]])
    if any("*" in literal for literal in literals(named)):
        return True
    # Without a name CloudFormation makes one, which nobody knows beforehand.
    return isinstance(named, Reference) if name is None else may_equal(named, name)


def _group_problem(system: System, value: Value) -> str | None:
    group = system.at(value)
    if group is not None and isinstance(value, Reference):
        return None if value.attribute is not None or group.type != "AWS::Logs::LogGroup" else "its name, not by an ARN"
    if isinstance(value, str):
        return None if value.endswith(":*") or DYNAMIC in value else f"an ARN without :* at its end: {value}"
    if not isinstance(value, Text):
        return None
    last = value.parts[-1]
    if isinstance(last, str):
        return None if last.endswith(":*") else f"an ARN without :* at its end: {outline(value)}"
    named = system.at(last)
    is_name = isinstance(last, Reference) and last.attribute is None
    return f"an ARN without :* at its end, for {named}" if named is not None and is_name else None
