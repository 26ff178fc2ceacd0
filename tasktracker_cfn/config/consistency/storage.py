"""What buckets, repositories and the cache need of the rest, and what AWS refuses of their names."""

import re

from tasktracker_cfn.config import given_names
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.regions import partition
from tasktracker_cfn.config.system import SystemConfig

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
SHORTEST_NAME, LONGEST_NAME = 3, 63
RESERVED_NAME = re.compile(r"^(xn--|sthree-|amzn-s3-demo-).*|.*(-s3alias|--ol-s3|--x-s3|--table-s3)$")
SOME_ACCOUNT = "0" * 12


def buckets(system: SystemConfig) -> Violations:
    """Check the names of buckets and of their copies."""
    seen: dict[str, str] = {}
    for key, config in system.data.buckets.items():
        at = ("data", "buckets", key)
        name, replica = given_names.bucket(system, config), given_names.copy_of_bucket(system, config)
        for found in (name, replica):
            if found is None:
                continue
            reason = _why_no_name(found)
            if reason:
                yield Violation((*at, "name"), reason)
            if found in seen:
                yield Violation((*at, "name"), f'"{found}" is also the name of bucket "{seen[found]}" or of its copy')
            seen[found] = key


def copies(system: SystemConfig) -> Violations:
    """Check the region that buckets are copied to."""
    first = given_names.replica_region(system)
    for key, config in system.data.buckets.items():
        at, region = ("data", "buckets", key, "replicate_to"), config.replicate_to
        if region is None:
            continue
        if region == system.region:
            # B04
            yield Violation(at, f"must be another region than the system's, {system.region}")
        elif partition(region) != partition(system.region):
            yield Violation(at, f"AWS copies nothing from {system.region} to {region}, which is another partition")
        if region != first:
            yield Violation(at, f"another bucket is copied to {first}; the copies are in one region, in one stack")


def bucket_keys(system: SystemConfig) -> Violations:
    """Check with which keys buckets are encrypted."""
    ours = system.encryption is not None and system.encryption.data
    for key, config in system.data.buckets.items():
        at = ("data", "buckets", key, "encryption")
        if config.encryption == "kms" and not ours:
            yield Violation(at, 'there is no key for data; set encryption.data = true, or choose "s3"')
        if config.replicate_to is not None and config.takes_our_key and ours:
            # The key is of one region, and what it has encrypted is not copied without another key there.
            yield Violation(
                at,
                'our own key is in this region only, so its objects are not copied; set "s3" for a bucket with '
                "replicate_to",
            )


def _why_no_name(name: str) -> str | None:
    """Say why S3 refuses a name in every account; None where it takes it (B01)."""
    longest = name.replace("{account}", SOME_ACCOUNT)
    if not SHORTEST_NAME <= len(longest) <= LONGEST_NAME:
        return f'"{name}" has {len(longest)} characters; S3 takes {SHORTEST_NAME} to {LONGEST_NAME}'
    if RESERVED_NAME.fullmatch(longest):
        return f'"{name}" starts or ends in a way that S3 keeps for itself'
    return None


def repositories(system: SystemConfig) -> Violations:
    """Check that who is let in from outside is outside."""
    for key, repository in system.data.repositories.items():
        if system.account in repository.pull_accounts:
            yield Violation(
                ("data", "repositories", key, "pull_accounts"),
                f"{system.account} is the system's own account, which needs no leave; name other accounts",
            )


def cache(system: SystemConfig) -> Violations:
    """Check that the cache is in subnets that exist."""
    cache = system.data.cache
    if cache is not None and not system.network.tier(cache.subnets):
        yield Violation(
            ("data", "cache", "subnets"), f'"{cache.subnets}", but network.{cache.subnets}_subnets is empty'
        )
