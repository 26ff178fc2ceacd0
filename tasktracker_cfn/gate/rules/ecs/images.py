"""Images, as their addresses tell."""

import re

from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.known import OPEN, flat
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

REPOSITORY = "AWS::ECR::Repository"
PRIVATE = re.compile(r"[^/]*\.dkr\.ecr\.[^/]*amazonaws\.com[^/]*/.*|\d{12}\.dkr[.-]ecr\..*", re.DOTALL)


def repository_of(system: System, image: Value) -> Item | None:
    """Give the repository of these templates in which an image is."""
    mentioned = tuple(all_references(image))
    found = (system.at(reference) for reference in mentioned)
    by_reference = next((item for item in found if item is not None and item.type == REPOSITORY), None)
    if by_reference or not any(reference.logical_id == "AWS::AccountId" for reference in mentioned):
        return by_reference
    # Spelled out: <account>.dkr.ecr.<region>.amazonaws.com/<name>:<tag>
    name = re.split("[:@]", (flat(image) or "").partition("/")[2])[0]
    return next((item for item in system.of(REPOSITORY) if item.text("RepositoryName") == name), None)


def is_private_registry(system: System, image: Value) -> bool:
    """Tell whether an image is surely pulled from a private registry of ECR."""
    return repository_of(system, image) is not None or bool(PRIVATE.fullmatch(flat(image) or ""))


def registry(image: Value) -> str | None:
    """Give the host of an image's registry, Docker Hub's for a bare name; None when it is not known."""
    text = flat(image) or OPEN
    host, slash, _rest = text.partition("/")
    if OPEN in host:
        # In "nginx:<open>" the open part is a tag.
        return "docker.io" if not slash and OPEN not in host.partition(":")[0] and host[0] != OPEN else None
    is_host = slash and ("." in host or ":" in host or host == "localhost")
    return host if is_host else "docker.io"


def name_and_tag(image: Value) -> tuple[str, str]:
    """Give the last part of an image's name, and its tag, both flat."""
    text = (flat(image) or OPEN).partition("@")[0]
    name, _, tag = text.rpartition("/")[2].partition(":")
    return name, tag
