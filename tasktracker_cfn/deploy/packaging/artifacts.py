"""Package a nest: each template under the hash of its text, children first, and upload what is not there yet.

A template whose text and children are what they were keeps its key, so its nested stack keeps its TemplateURL and
CloudFormation leaves it alone. A text is changed in one place only, the relative TemplateURL, unless something is left
out of the root (`resuming`), which then is written anew, as JSON.
"""

import json
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.packaging.addresses import object_url
from tasktracker_cfn.deploy.packaging.local_files import refuse_local_files
from tasktracker_cfn.deploy.packaging.rewriting import rewritten, without
from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.files import LARGEST, text_of
from tasktracker_cfn.model.stacks import Nest, Stack, StackPath
from tasktracker_cfn.model.written import parse

# An artifact that is older is uploaded again when it is used, so that its age tells how long nobody has: `collecting`.
FRESH = timedelta(days=1)


@dataclass(frozen=True)
class Artifact:
    """One template as it is uploaded; `sha256` is hexadecimal, `url` what a TemplateURL says of it."""

    file: Path
    key: str
    sha256: str
    url: str
    body: bytes = field(repr=False)

    @property
    def checksum(self) -> str:
        """Give the hash as S3 wants it."""
        return b64encode(bytes.fromhex(self.sha256)).decode()


class Package(NamedTuple):
    """A nest as it is uploaded: children before those that nest them, each once; the root is the last."""

    artifacts: tuple[Artifact, ...]
    stacks: Mapping[StackPath, Artifact]

    @property
    def root(self) -> Artifact:
        """Give the root template."""
        return self.stacks[()]


class Uploaded(NamedTuple):
    """What an upload did."""

    new: tuple[Artifact, ...] = ()
    there: tuple[Artifact, ...] = ()


def package(nest: Nest, bucket: Bucket, left_out: Collection[str] = ()) -> Package:
    """Package a nest for a bucket; nothing is uploaded.

    :param left_out: logical ids of the root that are not deployed, nor what is nested in them
    :raises TemplateError: when a template cannot be read or rewritten, names another local file, or is too large
    """
    for stack in nest.stacks.values():
        refuse_local_files(stack)
    stacks: dict[StackPath, Artifact] = {}
    for path, stack in reversed(list(nest.stacks.items())):
        if not path and left_out:
            stacks[path] = _without(stack, _urls(stack, stacks, left_out), bucket, left_out)
        elif not path or path[0] not in left_out:
            stacks[path] = _artifact(stack, _urls(stack, stacks), bucket)
    artifacts = {artifact.key: artifact for artifact in stacks.values()}
    return Package(tuple(artifacts.values()), stacks)


def upload(gateway: Gateway, bucket: Bucket, packaged: Package) -> Uploaded:
    """Upload what is not there yet, or has not been used for a day; do it again, and nothing happens.

    :raises DeniedError: when the bucket is another account's
    :raises AwsError: when AWS says no
    """
    new: list[Artifact] = []
    there: list[Artifact] = []
    for artifact in packaged.artifacts:
        found = gateway.stored(bucket, artifact.key)
        is_same = found is not None and found.size == len(artifact.body) and found.sha256 == artifact.checksum
        if found is not None and is_same and gateway.clock.now() - found.modified < FRESH:
            there.append(artifact)
            continue
        gateway.put(bucket, artifact.key, artifact.body, artifact.checksum, _content_type(artifact.key))
        (there if is_same else new).append(artifact)
    return Uploaded(tuple(new), tuple(there))


def _urls(stack: Stack, packaged: Mapping[StackPath, Artifact], left_out: Collection[str] = ()) -> Mapping[str, str]:
    """Give the addresses of the children that are named by a relative path, by their logical ids."""
    return {
        logical_id: packaged[child].url
        for logical_id, child in stack.children.items()
        if logical_id not in left_out and _is_relative(stack.resources[logical_id].properties.get("TemplateURL"))
    }


def _is_relative(url: object) -> bool:
    return isinstance(url, str) and "://" not in url


def _artifact(stack: Stack, urls: Mapping[str, str], bucket: Bucket) -> Artifact:
    file = stack.template.file
    return _of(file, rewritten(file, text_of(file), urls), file.suffix, bucket)


def _without(stack: Stack, urls: Mapping[str, str], bucket: Bucket, left_out: Collection[str]) -> Artifact:
    file = stack.template.file
    content = without(parse(file, rewritten(file, text_of(file), urls)).content, left_out)
    return _of(file, json.dumps(content), ".json", bucket)


def _of(file: Path, text: str, suffix: str, bucket: Bucket) -> Artifact:
    body = text.encode()
    if len(body) > LARGEST:
        message = (
            f"has {len(body)} bytes as it is uploaded, with addresses in the place of paths; CloudFormation takes "
            f"{LARGEST} at most: move some of its resources into a nested stack of their own"
        )
        raise TemplateError(str(file), 0, message)
    digest = sha256(body).hexdigest()
    key = f"{digest}{'.json' if suffix == '.json' else '.yaml'}"
    return Artifact(file, key, digest, object_url(bucket, key), body)


def _content_type(key: str) -> str:
    return "application/json" if key.endswith(".json") else "application/yaml"
