"""What a delete is said to do, by templates and facts."""

import pytest

from tasktracker_cfn.deploy.aws.tree import Node
from tasktracker_cfn.deploy.aws.values.events import Event
from tasktracker_cfn.deploy.commands import Place, Spelling
from tasktracker_cfn.deploy.destroy.foretelling import Doom, Facts, Foretold, foretell
from tasktracker_cfn.deploy.destroy.leftovers import Left, left_behind
from tasktracker_cfn.deploy.destroy.wishes import Wanted, check, command
from tasktracker_cfn.deploy.guarding.losing import next_step
from tasktracker_cfn.deploy.standing.happening import Happening
from tasktracker_cfn.errors import CommandError
from tests.deploy.trees import NOON, later, stack, thing, tree

BUCKET, DATABASE, CLUSTER = "AWS::S3::Bucket", "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"


def told(kind: str, spec: str = "", *, filled: bool | None = False) -> Doom:
    """Give what becomes of one resource."""
    template = f"Resources: {{Thing: {{Type: {kind}{', ' if spec else ''}{spec}}}}}"
    found = foretell(tree(Node((), stack(), (thing("Thing", kind),))), {(): template}, Facts({"Thing": filled}))
    assert len(found.dooms) == 1
    return found.dooms[0]


@pytest.mark.parametrize(
    ("kind", "spec", "fate"),
    [
        (BUCKET, "", "deleted"),
        (BUCKET, "DeletionPolicy: Retain", "kept"),
        (BUCKET, "DeletionPolicy: RetainExceptOnCreate", "kept"),
        (BUCKET, "DeletionPolicy: Delete", "deleted"),
        (DATABASE, "", "snapshotted"),
        (DATABASE, "Properties: {DBClusterIdentifier: x}", "deleted"),
        (DATABASE, "DeletionPolicy: Delete", "deleted"),
        (CLUSTER, "", "snapshotted"),
        ("AWS::EC2::Volume", "DeletionPolicy: Snapshot", "snapshotted"),
        ("AWS::EC2::Volume", "", "deleted"),
    ],
)
def test_policies(kind: str, spec: str, fate: str) -> None:
    """A resource is kept, snapshotted or deleted as its policy says, a database without one is snapshotted."""
    assert told(kind, spec).fate == fate


def test_losses() -> None:
    """Lost is what holds data and is deleted: no member of a cluster, no bucket that is empty, nothing that is kept."""
    assert "data" in told(DATABASE, "DeletionPolicy: Delete").loss
    assert not told(DATABASE, "Properties: {DBClusterIdentifier: x}").loss
    assert not told(BUCKET, filled=False).loss
    assert "objects" in told(BUCKET, filled=True).loss
    assert "may not see" in told(BUCKET, filled=None).loss
    assert not told(BUCKET, "DeletionPolicy: Retain", filled=True).loss
    assert told("AWS::KMS::Key", "Properties: {PendingWindowInDays: 7}").loss.endswith("in 7 days")
    assert told("AWS::FSx::FileSystem").loss == "all files in it"
    assert not told("AWS::DocDB::DBInstance").loss


def test_risks() -> None:
    """A repository that AWS deletes only without images may fail to be deleted, which is told beforehand."""
    assert "images" in told("AWS::ECR::Repository").risk
    assert not told("AWS::ECR::Repository", "Properties: {EmptyOnDelete: true}").risk
    assert "recovery points" in told("AWS::Backup::BackupVault").risk
    assert not told("AWS::Backup::BackupVault", "DeletionPolicy: Retain").risk


@pytest.mark.parametrize(
    ("kind", "spec", "word"),
    [
        (
            DATABASE,
            "Properties: {DeletionProtection: true}",
            "modify-db-instance --db-instance-identifier physical-Thing",
        ),
        (CLUSTER, "Properties: {DeletionProtection: 'true'}", "modify-db-cluster"),
        (DATABASE, "Properties: {DeletionProtection: false}", ""),
        (DATABASE, "DeletionPolicy: Retain, Properties: {DeletionProtection: true}", ""),
        ("AWS::Cognito::UserPool", "Properties: {DeletionProtection: ACTIVE}", "INACTIVE"),
        (
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "Properties: {LoadBalancerAttributes: [{Key: deletion_protection.enabled, Value: 'true'}]}",
            "modify-load-balancer-attributes",
        ),
    ],
)
def test_protection(kind: str, spec: str, word: str) -> None:
    """What is protected from being deleted, and is not kept, stands in the way, with the call that ends that."""
    found = told(kind, spec)
    assert word in found.remedy
    assert bool(found.obstacle) is bool(word)


def test_protection_by_a_parameter() -> None:
    """Whether something is protected may stand in a parameter of its stack."""
    template = f"Resources: {{Thing: {{Type: {DATABASE}, Properties: {{DeletionProtection: !Ref Protect}}}}}}"
    for value, expected in (("true", True), ("false", False)):
        root = Node((), stack()._replace(parameters={"Protect": value}), (thing("Thing", DATABASE),))
        assert bool(foretell(tree(root), {(): template}, Facts()).dooms[0].obstacle) is expected


def test_a_nested_stack_that_is_kept_keeps_all_in_it() -> None:
    """DeletionPolicy Retain of a nested stack keeps its resources, and those of the stacks below it."""
    found = foretell(
        tree(
            Node((), stack()),
            Node(("Data",), stack("data"), (thing("Bucket", BUCKET),)),
            Node(("Data", "Deep"), stack("deep"), (thing("Queue", "AWS::SQS::Queue"),)),
            Node(("Other",), stack("other"), (thing("Bucket", BUCKET),)),
        ),
        {
            (): "Resources: {Data: {Type: 'AWS::CloudFormation::Stack', DeletionPolicy: Retain}}",
            ("Data",): f"Resources: {{Bucket: {{Type: {BUCKET}}}}}",
        },
        Facts({"Data/Bucket": True, "Other/Bucket": True}),
    )
    assert {doom.address: doom.fate for doom in found.dooms} == {
        "Data/Bucket": "kept",
        "Data/Deep/Queue": "kept",
        "Other/Bucket": "deleted",
    }
    assert found.unknown == ("Data/Deep", "Other")


FULL = Foretold(
    stack()._replace(termination_protection=True),
    (
        Doom("Data/Full", BUCKET, "full", "deleted", "objects", "it is not empty", "--empty Data/Full"),
        Doom("Data/Kept", BUCKET, "kept", "kept"),
        Doom("Data/Database", DATABASE, "db", "snapshotted", "", "it is protected", "unprotect it"),
        Doom("Topic", "AWS::SNS::Topic", "topic", "deleted"),
    ),
)


def test_all_obstacles_are_told_at_once() -> None:
    """Termination protection, a full bucket and a protected database are told together, each with what to do."""
    obstacles = check(FULL, Wanted())
    assert [obstacle.remedy for obstacle in obstacles] == [
        "to end it: --unprotect",
        "--empty Data/Full",
        "unprotect it",
    ]
    assert command(Place("shop/dev"), Wanted(retain=frozenset({"A"})), obstacles) == (
        "python -m tasktracker_cfn destroy shop/dev --retain A --unprotect --empty Data/Full"
    )


def test_obstacles_that_are_answered() -> None:
    """What is to be emptied or to stay, and a protection that is to end, stands no more in the way."""
    failed = FULL._replace(stack=FULL.stack._replace(status="DELETE_FAILED"))
    wanted = Wanted(frozenset({"Data/Full"}), frozenset({"Data/Database"}), unprotect=True)
    assert check(failed, wanted) == ()


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (Wanted(empty=frozenset({"Data/None"})), "is no bucket of this stack; buckets that go: Data/Full"),
        (Wanted(empty=frozenset({"Topic"})), "is no bucket"),
        (Wanted(empty=frozenset({"Data/Kept"})), "is kept as it is"),
        (Wanted(retain=frozenset({"Data/None"})), "--retain Data/None: the stack has no such resource"),
        (Wanted(unprotected=frozenset({"Data/None"})), "--unprotected Data/None: the stack has no such resource"),
        (Wanted(retain=frozenset({"Data/Full"})), "give it DeletionPolicy Retain"),
    ],
)
def test_wishes_that_make_no_sense(wanted: Wanted, word: str) -> None:
    """To empty what is no bucket or is kept, and to retain before a delete failed, is refused with what is possible."""
    with pytest.raises(CommandError, match=word):
        check(FULL, wanted)


def happened(address: str, kind: str, status: str, minutes: int, reason: str = "") -> Happening:
    """Give one event of a resource."""
    *path, name = address.split("/")
    event = Event(f"{address}{minutes}", "id", "stack", later(minutes), name, kind, status, name.lower(), reason)
    return Happening(tuple(path), event)


def test_what_is_left_behind() -> None:
    """The last event of each resource tells whether it was kept, failed or is gone, with a snapshot or without."""
    events = [
        happened("Data/Full", BUCKET, "DELETE_FAILED", 1, "The bucket you tried to delete is not empty"),
        happened("Data/Full", BUCKET, "DELETE_COMPLETE", 5),
        happened("Data/Kept", BUCKET, "DELETE_SKIPPED", 1),
        happened("Data/Database", DATABASE, "DELETE_COMPLETE", 2),
        happened("Group", "AWS::EC2::SecurityGroup", "DELETE_FAILED", 3, "resource sg-1 has a dependent object"),
        happened("Data", "AWS::CloudFormation::Stack", "DELETE_FAILED", 3),
    ]
    left, deleted = left_behind(
        events,
        {("Data",): {"Database": {"Type": DATABASE, "DeletionPolicy": "Snapshot"}}},
        Spelling(region="eu-west-1"),
    )
    assert deleted == 2
    assert [(item.address, item.what) for item in left] == [
        ("Data/Database", "snapshot"),
        ("Data/Kept", "kept"),
        ("Group", "failed"),
    ]
    assert left[1] == Left("Data/Kept", BUCKET, "kept", "kept")
    assert "what uses it was kept" in left[2].next


@pytest.mark.parametrize(
    ("kind", "reason", "word"),
    [
        (BUCKET, "The bucket you tried to delete is not empty", "--empty A/B"),
        (
            DATABASE,
            "Cannot delete protected DB Instance, please disable deletion protection",
            "--no-deletion-protection",
        ),
        (
            "AWS::ECR::Repository",
            "it still contains images",
            "aws ecr delete-repository --repository-name physical --force --region eu-west-1",
        ),
        ("AWS::Backup::BackupVault", "cannot be deleted, contains recovery points", "recovery points"),
        ("AWS::EC2::Subnet", "The subnet has dependencies and cannot be deleted", "what uses it"),
        ("AWS::SNS::Topic", "something else", "repair what the reason says"),
    ],
)
def test_next_steps(kind: str, reason: str, word: str) -> None:
    """Each reason for which a delete fails has its next step, and every one names the way to let the resource stay."""
    step = next_step(kind, "physical", "A/B", reason, Spelling(region="eu-west-1"))
    assert word in step
    assert "--retain A/B" in step


def test_resources_without_anything_behind_them_are_not_told() -> None:
    """A resource that was never made, or is gone, is not said to be deleted."""
    root = Node((), stack(), (thing("Gone", status="DELETE_COMPLETE"), thing("Never", physical_id="")))
    assert foretell(tree(root), {(): "Resources: {}"}, Facts()).dooms == ()
    assert NOON.tzinfo is not None
