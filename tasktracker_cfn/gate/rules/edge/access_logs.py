"""Where a distribution writes its access log."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.bucket_origins import BUCKET
from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, config
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import lacks
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

DOCUMENT = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html"
ACLS = ("BucketOwnerPreferred", "ObjectWriter")


@rule(
    "distribution-log-bucket-takes-acls",
    rows="F17",
    severity="error",
    why="CloudFront gives itself access to the log bucket by an ACL, and refuses a bucket without ACLs, which a new "
    "one is unless it says otherwise.",
    remedy="Set ObjectOwnership of the log bucket to BucketOwnerPreferred, or deliver the log by AWS::Logs::Delivery.",
    source=DOCUMENT,
)
def log_bucket_takes_acls(system: System) -> Iterator[Fault]:
    """The bucket of a distribution's access log takes ACLs."""
    for item in system.of(DISTRIBUTION):
        bucket = _bucket(system, config(item, "Logging", "Bucket"))
        if bucket is not None and bucket.type == BUCKET and _refuses_acls(bucket):
            yield Fault(item, f"writes its log into {bucket}, which takes no ACLs", CONFIG, "Logging", "Bucket")


def _bucket(system: System, value: Value) -> Item | None:
    first = value.parts[0] if isinstance(value, Text) else value
    return system.at(first) if isinstance(first, Reference) else None


def _refuses_acls(bucket: Item) -> bool:
    if lacks(bucket.properties, "OwnershipControls", "Rules"):
        return True
    rules = bucket.listed("OwnershipControls", "Rules")
    return bucket.text("OwnershipControls", "Rules", 0, "ObjectOwnership") not in (None, *ACLS) and len(rules) == 1
