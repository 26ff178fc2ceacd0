"""Prepare a plan: everything that can be wrong is looked at before anything is uploaded, and what is asked of AWS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.artifacts import Package, package, upload
from tasktracker_cfn.deploy.bootstrap import artifact_bucket
from tasktracker_cfn.deploy.deployed import deployed_parameters
from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.parameters import Parameters, choose
from tasktracker_cfn.deploy.statuses import about
from tasktracker_cfn.deploy.target import Target, check_identity
from tasktracker_cfn.deploy.triggers import rollback_triggers
from tasktracker_cfn.deploy.values import Identity, Stack
from tasktracker_cfn.deploy.values_changes import ChangeSetRequest, ChangeSetType
from tasktracker_cfn.deploy.values_store import Bucket
from tasktracker_cfn.errors import DeploymentError
from tasktracker_cfn.model.capabilities import capabilities
from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.system import System

# What change sets of this program are called, so that others' are left alone.
PREFIX = "plan-"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """What is to be planned, by whom; `token` and `salt` are drawn by chance, anew for each run."""

    target: Target
    identity: Identity
    token: str
    salt: str = field(repr=False)
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


class Prepared(NamedTuple):
    """What a change set is made of; `system` is the nest with the values that the root's parameters will have."""

    system: System
    deployed: Stack | None
    parameters: Parameters
    bucket: Bucket
    packaged: Package
    request: ChangeSetRequest
    notes: tuple[str, ...]
    made: datetime


def change_set_type(name: str, status: str | None) -> ChangeSetType:
    """Give the type of the change set that a stack in a status takes; None is the one that is not there.

    :raises DeploymentError: when it takes none
    """
    plan = about(status).plan
    if plan == "create":
        # A shell takes CREATE again, and nothing else: https://github.com/aws/aws-cdk/issues/7731
        return "CREATE"
    if plan == "update":
        return "UPDATE"
    if plan == "wait":
        message = f"{name} is in {status}: an operation is under way; wait until it has ended (status shows it)"
    else:
        message = f"{name} is in {status}, from which nothing is planned; unstick says what that means and what to do"
    raise DeploymentError(message)


def prepare(gateway: Gateway, asked: Asked, say: Say) -> Prepared:
    """Look at everything that can be wrong before anything is uploaded, then upload.

    :raises TargetError: when account or region are not those of the target
    :raises ParametersError: when parameters are missing or unknown
    :raises TemplateError: when a template cannot be read or is too large
    :raises DeploymentError: when the stack cannot be updated, or there is no artifact bucket
    :raises AwsError: when AWS says no
    """
    target = asked.target
    check_identity(target, asked.identity)
    nest = load(target.root)
    stack = gateway.stack(target.stack_name)
    kind = change_set_type(target.stack_name, stack.status if stack else None)
    deployed = stack if stack and kind == "UPDATE" else None
    parameters = choose(nest.root, asked.given, deployed_parameters(gateway, deployed))
    bucket = artifact_bucket(gateway, asked.identity)
    packaged = package(nest, bucket)
    say(f"uploading to {bucket.name}")
    upload(gateway, bucket, packaged)
    system = System(target.folder, parameters.effective, target.root.name, target.region)
    rollback, note = rollback_triggers(gateway, nest, deployed)
    _prune(gateway, stack)
    now = gateway.clock.now()
    request = ChangeSetRequest(
        target.stack_name,
        f"{PREFIX}{now:%Y%m%d-%H%M%S}-{asked.token[:8]}",
        kind,
        token=f"{PREFIX}{asked.token}",
        template_url=packaged.root.url,
        parameters=parameters.asked,
        tags=target.tags,
        capabilities=capabilities(system),
        description=f"{target.label}, planned by tasktracker-cfn",
        rollback=rollback,
        # What a first deployment that fails has made would only be in the way of the next:
        # https://github.com/aws/aws-cdk/issues/901
        on_stack_failure="DELETE" if kind == "CREATE" else None,
    )
    return Prepared(system, deployed, parameters, bucket, packaged, request, (note,) if note else (), now)


def _prune(gateway: Gateway, stack: Stack | None) -> None:
    """Delete this program's change sets that nobody can execute any more; others belong to somebody."""
    for left in gateway.change_sets(stack.id) if stack else ():
        if left.name.startswith(PREFIX) and (left.status == "FAILED" or left.execution_status == "OBSOLETE"):
            gateway.delete_change_set(left.id)
