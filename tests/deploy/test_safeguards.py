"""What keeps data safe and becomes weaker is a decision: one to see, or, where something is lost at once, to allow."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.review.markdown import markdown
from tasktracker_cfn.deploy.review.reviewing import review
from tasktracker_cfn.deploy.review.values import Decision, Review
from tasktracker_cfn.errors import DataLossError
from tests.aws.fake import Fake
from tests.deploy.planned_nest import deployed, hurried, nest, plan, ready, text
from tests.deploy.plans import applied
from tests.deploy.review.facts_of import nest as facts
from tests.deploy.review.facts_of import nested, stack
from tests.deploy.review.test_forms import SUBJECT

Sides = tuple[str, str]


def decided(kind: str, before: str, after: str, old: str = "", new: str = "") -> tuple[Decision, ...]:
    """Give the decisions about one thing in a grandchild, whose template has the parameter P; JSON within braces."""
    template = "Parameters: {P: {Type: String}}\nResources: {Thing: {Type: %s, %s}}"
    wire = "Resources: {Deep: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {P: !Ref P}}}}"
    root = "Resources: {Data: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {P: !Ref P}}}}"
    head = "Parameters: {P: {Type: String}}\n"
    was, comes = {"P": old}, {"P": new}
    nest_of = facts(
        stack((), head + root, changes=(nested("Data"),), old=was, new=comes),
        stack(("Data",), head + wire, changes=(nested("Deep"),), old=was, new=comes),
        stack(("Data", "Deep"), template % (kind, before), template % (kind, after), old=was, new=comes),
    )
    found = review(nest_of, SUBJECT)
    assert found.verdict == (
        "stop" if found.needs_allow else "look" if found.decisions else "none" if old == new else "go"
    )
    return found.decisions


def props(text_of: str) -> str:
    """Give properties."""
    return f"Properties: {{{text_of}}}"


BUCKET, DATABASE = "AWS::S3::Bucket", "AWS::RDS::DBInstance"
WEAKER = (
    (BUCKET, "DeletionPolicy: Retain", "DeletionPolicy: Delete", "once it is removed, it is deleted"),
    (BUCKET, "DeletionPolicy: RetainExceptOnCreate", "Metadata: {}", "once it is removed, it is deleted"),
    (DATABASE, "DeletionPolicy: Retain", "Metadata: {}", "once it is removed, only a snapshot"),
    (DATABASE, "Metadata: {}", "DeletionPolicy: Delete", "once it is removed, it is deleted"),
    (DATABASE, "UpdateReplacePolicy: Snapshot", "UpdateReplacePolicy: Delete", "once it is replaced, it is deleted"),
    (DATABASE, props("DeletionProtection: true"), props("DeletionProtection: 'false'"), "can be deleted"),
    (DATABASE, props("DeletionProtection: 'true'"), "Metadata: {}", "can be deleted"),
    ("AWS::Cognito::UserPool", props("DeletionProtection: ACTIVE"), props("DeletionProtection: INACTIVE"), "can be"),
    (
        DATABASE,
        props("BackupRetentionPeriod: 14"),
        props("BackupRetentionPeriod: '7'"),
        "older than 7 days are deleted",
    ),
    ("AWS::RDS::DBCluster", props("BackupRetentionPeriod: 14"), "Metadata: {}", "older than 1 days"),
    ("AWS::Logs::LogGroup", props("RetentionInDays: 90"), props("RetentionInDays: 30"), "logs older than 30 days"),
    ("AWS::Logs::LogGroup", "Metadata: {}", props("RetentionInDays: 30"), "logs older than 30 days"),
    (BUCKET, props("VersioningConfiguration: {Status: Enabled}"), "Metadata: {}", "versions of objects are no longer"),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        props("LoadBalancerAttributes: [{Key: deletion_protection.enabled, Value: 'true'}]"),
        props("LoadBalancerAttributes: [{Key: idle_timeout.timeout_seconds, Value: '60'}]"),
        "can be deleted",
    ),
)
LOST = (
    (DATABASE, props("BackupRetentionPeriod: 7"), props("BackupRetentionPeriod: 0"), "automated backups are deleted"),
    (DATABASE, "Metadata: {}", props("BackupRetentionPeriod: 0"), "automated backups are deleted"),
    (
        "AWS::DynamoDB::Table",
        props("PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}"),
        props("PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: false}"),
        "continuous backups are deleted",
    ),
)


@pytest.mark.parametrize(("kind", "before", "after", "fate"), WEAKER)
def test_weaker(kind: str, before: str, after: str, fate: str) -> None:
    """A safeguard that is weaker is shown with both sides, wants no permission, and stronger it is nothing."""
    (decision,) = decided(kind, before, after)
    assert (decision.address, decision.effect, decision.allow) == ("Data/Deep/Thing", "guarded less", False)
    assert fate in decision.fate
    (change,) = decision.forcing
    assert change.before != change.after
    assert decided(kind, after, before) == ()


@pytest.mark.parametrize(("kind", "before", "after", "fate"), LOST)
def test_lost(kind: str, before: str, after: str, fate: str) -> None:
    """Backups that AWS deletes as soon as they are switched off are lost, so that must be allowed by name."""
    (decision,) = decided(kind, before, after)
    assert (decision.address, decision.effect, decision.allow) == ("Data/Deep/Thing", "without backups", True)
    assert fate in decision.fate
    assert decided(kind, after, before) == ()


@pytest.mark.parametrize(
    ("old", "new", "effects"),
    [("7", "0", ["without backups"]), ("7", "3", ["guarded less"]), ("3", "7", []), ("7", "many", [])],
)
def test_by_a_parameter(old: str, new: str, effects: list[str]) -> None:
    """What a parameter of the root says counts, through both wires; what is no number says nothing."""
    same = props("BackupRetentionPeriod: !Ref P")
    assert [decision.effect for decision in decided(DATABASE, same, same, old, new)] == effects


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("AWS::IAM::Role", "DeletionPolicy: Retain", "DeletionPolicy: Delete"),
        (DATABASE, props("DBClusterIdentifier: c, BackupRetentionPeriod: 7"), props("DBClusterIdentifier: c")),
        (BUCKET, "DeletionPolicy: Delete", "DeletionPolicy: Delete"),
        (BUCKET, props("VersioningConfiguration: {Status: Suspended}"), "Metadata: {}"),
        (DATABASE, props("DeletionProtection: !GetAtt X.Y"), props("DeletionProtection: false")),
    ],
)
def test_no_safeguard(kind: str, before: str, after: str) -> None:
    """What holds nothing, belongs to a cluster, was off before, or is not known is no decision."""
    assert decided(kind, before, after) == ()


def test_both_at_once() -> None:
    """A loss and a weaker safeguard of one thing are two decisions, of which one wants to be allowed."""
    before = f"DeletionPolicy: Retain, {props('BackupRetentionPeriod: 7, DeletionProtection: true')}"
    after = f"DeletionPolicy: Delete, {props('BackupRetentionPeriod: 0')}"
    lost, weaker = decided(DATABASE, before, after)
    assert (lost.allow, weaker.allow) == (True, False)
    assert [change.name for change in weaker.forcing] == ["DeletionPolicy", "DeletionProtection"]
    found = Review(SUBJECT, "stop", review(facts(stack((), "Resources: {}")), SUBJECT).counts, decisions=(lost, weaker))
    assert found.needs_allow == ("Data/Deep/Thing",)
    told = markdown(found)
    assert "1 loss of backups, 1 weaker safeguard" in told
    assert (told.count("> [!CAUTION]"), told.count("> [!WARNING]")) == (1, 1)
    assert "`DeletionPolicy`: `Retain` → `Delete`." in told


def test_in_root_and_grandchild(aws: Fake, tmp_path: Path) -> None:
    """A weaker policy in the root is applied without a word; a grandchild's backups only when they are named."""
    deployed(aws, tmp_path)
    policies = "DeletionPolicy: Retain\n    UpdateReplacePolicy: Retain"
    size = "Engine: mysql}"
    both = {
        "root.yaml": (policies, policies.replace("Retain", "Delete")),
        "deep.yaml": (size, "Engine: mysql, BackupRetentionPeriod: 0}"),
    }
    planned = plan(aws, nest(tmp_path / "second", both), {})
    assert planned.plan
    assert planned.plan.needs_allow == ("Data/Deep/DeepDatabase",)
    told = text(planned)
    assert "! Uploads AWS::S3::Bucket  GUARDED LESS · holds data" in told
    assert "once it is removed, it is deleted with all that it holds; once it is replaced, it is" in told
    assert "1 loss of backups · 1 weaker safeguard" in told
    assert "--allow Uploads" not in told
    with pytest.raises(DataLossError, match="--allow Data/Deep/DeepDatabase"):
        applied(aws, planned.plan, gateway=hurried(aws))
    done = applied(aws, planned.plan, "Data/Deep/DeepDatabase", gateway=hurried(aws))
    assert done.stack.status == "UPDATE_COMPLETE"


def test_first_deployment(aws: Fake, tmp_path: Path) -> None:
    """What is new has had no safeguards before."""
    ready(aws)
    assert plan(aws, nest(tmp_path)).review.decisions == ()
