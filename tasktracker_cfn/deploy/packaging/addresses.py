"""The https addresses of artifacts: regional, virtual-hosted, in the domain of the region."""

import re

from tasktracker_cfn.deploy.aws.values.store import Bucket

# What is content-addressed names its content: 64 digits of a hash.
SUFFIXES = (".yaml", ".json")
KEY = re.compile(r"\b[0-9a-f]{64}\.(?:yaml|json)\b")


def object_url(bucket: Bucket, key: str) -> str:
    """Give the address of an object, in the form that CloudFormation takes in every region."""
    return f"https://{bucket.name}.s3.{bucket.region}.{bucket.domain}/{key}"


def keys_in(text: str) -> frozenset[str]:
    """Give the keys of artifacts that a text names, be it a template, a plan, or anything else."""
    return frozenset(KEY.findall(text))
