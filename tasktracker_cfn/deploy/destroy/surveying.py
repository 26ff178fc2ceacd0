"""Ask AWS for all that tells what a delete would do. Nothing is changed."""

import json
from collections.abc import Iterator, Mapping

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.tree import Tree
from tasktracker_cfn.deploy.aws.values.stacks import Identity
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.commands import spelling
from tasktracker_cfn.deploy.destroy.foretelling import Facts, Foretold, Templates, buckets, foretell
from tasktracker_cfn.deploy.guarding.losing import PROTECTIONS, set_property
from tasktracker_cfn.errors import (
    AwsError,
    CredentialsError,
    DeniedError,
    NotThereError,
    ThrottledError,
    UnreachableError,
)

# Only in these AWS looks at what is there:
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
LOOKED_AT = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"})


def survey(gateway: Gateway, identity: Identity, tree: Tree) -> Foretold:
    """Tell what a delete would do, from what is deployed.

    :raises AwsError: when AWS says no
    """
    templates: Templates = {node.path: gateway.template(node.stack.id, "Processed") for node in tree.nodes}
    found = ((address, Bucket(name, identity.account, identity.region)) for address, name in buckets(tree))
    filled = {address: _is_filled(gateway, bucket) for address, bucket in found}
    return foretell(tree, templates, Facts(filled, dict(_protected(gateway, tree)), spelling(gateway)))


def _is_filled(gateway: Gateway, bucket: Bucket) -> bool | None:
    """Tell whether something is in a bucket; None when nobody here may know."""
    try:
        return next(iter(gateway.object_versions(bucket)), None) is not None
    except NotThereError:
        return False
    except DeniedError:
        return None


def _protected(gateway: Gateway, tree: Tree) -> Iterator[tuple[str, bool | None]]:
    """Tell of each resource that can be protected whether it is now, whatever its template says."""
    for node in tree.nodes:
        for resource in node.things:
            if resource.type in PROTECTIONS and resource.physical_id and node.stack.status in LOOKED_AT:
                address = node.address(resource.logical_id)
                yield address, _is_protected(gateway, node.stack.id, resource.logical_id)


def _is_protected(gateway: Gateway, stack_id: str, logical_id: str) -> bool | None:
    try:
        drift = gateway.drift_of(stack_id, logical_id)
    except (CredentialsError, ThrottledError, UnreachableError):
        raise
    except AwsError:
        # To look takes the permission to read the resource, which whoever deploys need not have.
        return None
    if drift.status == "DELETED":
        return False
    protection = PROTECTIONS[drift.type]
    value = set_property(drift.type, _properties(drift.actual), protection.property)
    return None if value is None else str(value).lower() == protection.value.lower()


def _properties(text: str | None) -> Mapping[str, object]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
