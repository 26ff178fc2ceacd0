"""How a distribution reaches its origins, and a bucket in particular."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, origins
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import lacks
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System, follow

KINDS = ("S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig")
BUCKET = "AWS::S3::Bucket"
WEBSITE = ".s3-website"
API = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html"
RESTRICTING = (
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"
)


@rule(
    "origin-of-one-kind",
    rows="F04",
    severity="error",
    why="CloudFront refuses an origin that does not say of which kind it is, also when origin access control is set.",
    remedy="Add S3OriginConfig (with an empty OriginAccessIdentity) for a bucket, CustomOriginConfig for a web server.",
    source=API,
)
def origin_of_one_kind(system: System) -> Iterator[Fault]:
    """Every origin says whether it is a bucket, a web server or something in a VPC."""
    for item in system.of(DISTRIBUTION):
        for path, origin in origins(item):
            if all(lacks(origin, kind) for kind in KINDS):
                yield Fault(item, f"has an origin without any of {', '.join(KINDS)}", *path)


@rule(
    "origin-signs-one-way",
    rows="F04",
    severity="error",
    why="CloudFront refuses an origin with both an origin access control and an origin access identity.",
    remedy="Keep OriginAccessControlId, and leave OriginAccessIdentity empty.",
    source="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html",
)
def origin_signs_one_way(system: System) -> Iterator[Fault]:
    """An origin has an origin access control or an origin access identity, never both."""
    for item in system.of(DISTRIBUTION):
        for path, origin in origins(item):
            identity = follow(origin, "S3OriginConfig", "OriginAccessIdentity")
            # A parameter may be empty at deployment; what is built around something is not.
            if _is_filled(origin.get("OriginAccessControlId")) and _is_filled(identity):
                message = "has an origin with an origin access identity beside its origin access control"
                yield Fault(item, message, *path, "S3OriginConfig", "OriginAccessIdentity")


@rule(
    "bucket-origin-host",
    rows="F04",
    severity="error",
    why="An origin is reached at a host name. A bucket's name or website address is none, and the website endpoint of "
    "a bucket takes no signed requests.",
    remedy="Take the bucket's RegionalDomainName.",
    source=RESTRICTING,
)
def bucket_origin_host(system: System) -> Iterator[Fault]:
    """The origin for a bucket is its host, and no website endpoint where requests are signed."""
    for item in system.of(DISTRIBUTION):
        for path, origin in origins(item):
            problem = _problem(system, origin)
            if problem:
                yield Fault(item, problem, *path, "DomainName")


@rule(
    "bucket-origin-in-its-region",
    rows="F04",
    severity="warning",
    why="The global name of a new bucket outside us-east-1 redirects to the region for hours, and viewers are sent "
    "there, past CloudFront.",
    remedy="Take the bucket's RegionalDomainName.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-3xx-status-codes.html",
)
def bucket_origin_in_its_region(system: System) -> Iterator[Fault]:
    """The origin for a bucket is the host of the bucket's region."""
    for item in system.of(DISTRIBUTION):
        for path, origin in origins(item):
            value = origin.get("DomainName")
            bucket = system.at(value)
            if bucket and bucket.type == BUCKET and isinstance(value, Reference) and value.attribute == "DomainName":
                yield Fault(item, f"fetches from {bucket} by its global name", *path, "DomainName")


def _problem(system: System, origin: Mapping[str, Value]) -> str | None:
    value = origin.get("DomainName")
    bucket = system.at(value)
    if bucket is not None and bucket.type == BUCKET and isinstance(value, Reference):
        if value.attribute is None:
            return f"fetches from the name of {bucket}, which is no host"
        if value.attribute == "WebsiteURL":
            return f"fetches from the website address of {bucket}, which is a URL and no host"
    signs = _is_filled(origin.get("OriginAccessControlId")) or isinstance(origin.get("S3OriginConfig"), Mapping)
    if signs and isinstance(value, str) and WEBSITE in value:
        return f"fetches signed from the website endpoint {value}"
    return None


def _is_filled(value: Value) -> bool:
    """Tell whether a value is surely more than an empty text."""
    if isinstance(value, Reference):
        return value.attribute is not None
    return isinstance(value, Text) or (isinstance(value, str) and value != "")
