"""What AWS says about change sets, and what is asked of it to make one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy.aws.values.stacks import NOTHING, RollbackConfiguration

# What a failed change set says that would have changed nothing. It has no code, and both texts are in use:
# https://github.com/aws/aws-cdk/issues/5805
NO_CHANGE = ("The submitted information didn't contain changes.", "No updates are to be performed")
# What CloudFormation shows for a value that only the deployment will know.
KNOWN_AFTER_APPLY = "{{changeSet:KNOWN_AFTER_APPLY}}"
# And for one that a nested stack is handed: https://github.com/aws/serverless-application-model/pull/3824
UNRESOLVED = "{{IntrinsicFunction:"
CAPABILITIES = ("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")

ChangeSetType = Literal["CREATE", "UPDATE", "IMPORT"]
OnStackFailure = Literal["DO_NOTHING", "ROLLBACK", "DELETE"]
TemplateStage = Literal["Original", "Processed"]


def is_known(value: str | None) -> bool:
    """Tell whether nothing in a value of a change set waits for the deployment."""
    return KNOWN_AFTER_APPLY not in (value or "") and UNRESOLVED not in (value or "")


class ChangeDetail(NamedTuple):
    """Why a resource changes, and what of it.

    `attribute` is Properties, Tags, Metadata, DeletionPolicy and so on; `name` the property; `path` the place in it
    (``/Properties/Engine``), which only a description with values has, as `before` and `after`. `recreation` is Never,
    Conditionally or Always. `source` is ResourceReference, ParameterReference, ResourceAttribute, DirectModification,
    Automatic or NoModification; `causing_entity` names the resource, parameter or attribute. `evaluation` is Static
    or Dynamic. `change_type` is Add, Remove, Modify or SyncWithActual.
    """

    attribute: str | None = None
    name: str | None = None
    recreation: str | None = None
    path: str | None = None
    before: str | None = None
    after: str | None = None
    before_from: str | None = None
    after_from: str | None = None
    change_type: str | None = None
    evaluation: str | None = None
    source: str | None = None
    causing_entity: str | None = None
    drift_previous: str | None = None
    drift_actual: str | None = None


class IgnoredDrift(NamedTuple):
    """A place whose drift is ignored: MANAGED_BY_AWS, WRITE_ONLY_PROPERTY or SENSITIVE_PROPERTY."""

    path: str
    reason: str


class ResourceChange(NamedTuple):
    """What a change set does to one resource.

    `action` is Add, Modify, Remove, Import, Dynamic or SyncWithActual; `replacement` is True, False or Conditional, a
    text; `policy_action` is Delete, Retain, Snapshot, ReplaceAndDelete, ReplaceAndRetain or ReplaceAndSnapshot.
    `change_set_id` is that of the nested stack's own change set. The contexts are JSON texts, and only there in a
    description with values.
    """

    action: str
    logical_id: str
    type: str
    physical_id: str | None = None
    replacement: str | None = None
    policy_action: str | None = None
    scope: tuple[str, ...] = ()
    details: tuple[ChangeDetail, ...] = ()
    change_set_id: str | None = None
    before_context: str | None = None
    after_context: str | None = None
    previous_deployment_context: str | None = None
    drift_status: str | None = None
    ignored_drift: tuple[IgnoredDrift, ...] = ()
    module: str | None = None
    hook_invocations: int = 0

    @property
    def replaces(self) -> Literal["no", "maybe", "yes"]:
        """Tell whether a change makes another thing of it: by both of AWS's words, of which either may be missing."""
        if self.action != "Modify" or self.replacement == "Conditional":
            return "maybe" if self.action == "Modify" else "no"
        is_told = (self.policy_action or "").startswith("ReplaceAnd")
        return "yes" if self.replacement == "True" or is_told else "no"


class ChangeSet(NamedTuple):
    """A change set with all pages of its changes; `id` and `stack_id` are ARNs.

    `status` is CREATE_PENDING, CREATE_IN_PROGRESS, CREATE_COMPLETE, FAILED or one of deletion; `execution_status` is
    UNAVAILABLE, AVAILABLE, EXECUTE_IN_PROGRESS, EXECUTE_COMPLETE, EXECUTE_FAILED or OBSOLETE.
    """

    id: str
    name: str
    stack_id: str
    stack_name: str
    status: str
    execution_status: str
    status_reason: str | None = None
    description: str | None = None
    created: datetime | None = None
    parameters: Mapping[str, str] = NOTHING
    resolved: Mapping[str, str] = NOTHING
    tags: Mapping[str, str] = NOTHING
    capabilities: tuple[str, ...] = ()
    changes: tuple[ResourceChange, ...] = ()
    include_nested: bool = False
    parent_id: str | None = None
    root_id: str | None = None
    rollback: RollbackConfiguration = RollbackConfiguration()
    on_stack_failure: str | None = None
    import_existing: bool = False
    deployment_mode: str | None = None
    stack_drift_status: str | None = None

    @property
    def is_pending(self) -> bool:
        """Tell whether CloudFormation is still working it out."""
        return self.status in {"CREATE_PENDING", "CREATE_IN_PROGRESS"}

    @property
    def is_being_deleted(self) -> bool:
        """Tell whether somebody deletes it, which takes a while in a nest, or has tried to."""
        return self.status.startswith("DELETE_")

    @property
    def changes_nothing(self) -> bool:
        """Tell whether it failed because there is nothing to do; a change of outputs only has no rows, but is one."""
        return self.status == "FAILED" and (self.status_reason or "").startswith(NO_CHANGE)


class ChangeSetSummary(NamedTuple):
    """One change set of a stack's list."""

    id: str
    name: str
    stack_id: str
    status: str
    execution_status: str
    status_reason: str | None = None
    created: datetime | None = None
    description: str | None = None
    parent_id: str | None = None
    root_id: str | None = None


@dataclass(frozen=True)
class ChangeSetRequest:
    """What is asked for with a change set; exactly one of `template_url` and `template_body` is given.

    A parameter without a value (None) keeps the one that it has in AWS. `token` makes a repetition harmless. A stack
    that is not there, or is in review, takes the type CREATE. `on_stack_failure` and the `disable_rollback` of the
    execution exclude each other.
    """

    stack_name: str
    name: str
    type: ChangeSetType
    token: str
    template_url: str | None = None
    template_body: str | None = field(default=None, repr=False)
    # Not shown: some of them are secret.
    parameters: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    tags: Mapping[str, str] = field(default_factory=dict)
    capabilities: tuple[str, ...] = CAPABILITIES
    include_nested: bool = True
    description: str | None = None
    rollback: RollbackConfiguration | None = None
    role_arn: str | None = None
    notification_arns: tuple[str, ...] = ()
    on_stack_failure: OnStackFailure | None = None
    import_existing: bool = False
    deployment_mode: Literal["REVERT_DRIFT"] | None = None
    express: bool = False
