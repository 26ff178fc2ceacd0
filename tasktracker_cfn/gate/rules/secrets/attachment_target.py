"""What a secret is attached to."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.secrets.rotations import DOCUMENTED
from tasktracker_cfn.model.system import ATTACHMENT, System


@rule(
    "attachment-target-type",
    rows="S11",
    severity="error",
    why="Secrets Manager looks the target up by its type, and does not find a cluster among the instances.",
    remedy="Name the type that the target has.",
    source=f"{DOCUMENTED}aws-resource-secretsmanager-secrettargetattachment.html",
)
def target_type(system: System) -> Iterator[Fault]:
    """A secret is attached to a target of the type that the attachment names."""
    for attachment in system.of(ATTACHMENT):
        target, named = system.at(attachment.get("TargetId")), attachment.text("TargetType")
        # What a nested stack or a custom resource stands for is not known.
        known = target is not None and target.type.startswith(("AWS::RDS::", "AWS::DocDB::"))
        if known and named not in (None, target.type if target else None):
            yield Fault(attachment, f"has the TargetType {named}, and {target} is of another type", "TargetType")
