"""What stands in the way of a delete, and every way out of it, as far as somebody else has to move first."""

from pathlib import Path

import pytest

from tasktracker_cfn.cli import destroy, unstick
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.deploy.destroy.wishes import Wanted
from tasktracker_cfn.deploy.statuses import STATUSES
from tasktracker_cfn.errors import CommandError, DeniedError, DeploymentError
from tests.aws.fake import Fake
from tests.aws.packing import deploy, packed
from tests.deploy.doomed import FATES, NAME, WANTED, Doomed, doomed, fill

MANY = 1_050
LARGEST_BATCH = 1_000
DATABASE = frozenset({"Data/Database"})


@pytest.fixture
def nest(aws: Fake, tmp_path: Path) -> Doomed:
    """Give the nest that is to be destroyed."""
    return doomed(aws, tmp_path)


def bucket(nest: Doomed) -> str:
    """Give the name of the bucket that goes."""
    return str(nest.aws.stack(f"{NAME}/Data").physical_ids["Cache"])


def test_what_aws_says_of_a_protection_counts(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """Protected behind the template's back, a database stands in the way; ended by the call that is named, no more."""
    nest.aws.put_property("Data/Database", "DeletionProtection", True)
    assert nest.run() == 1
    physical = nest.aws.stack(f"{NAME}/Data").physical_ids["Database"]
    call = f"aws rds modify-db-instance --db-instance-identifier {physical} --no-deletion-protection"
    assert call in capsys.readouterr().out
    nest.aws.put_property("Data/Database", "DeletionProtection", False)
    assert nest.run() == 0


def test_a_protection_that_nobody_here_may_see(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where AWS does not say whether a protection was ended, somebody has to, and it is never ended here."""
    nest = doomed(aws, tmp_path, ("Engine: postgres", "Engine: postgres, DeletionProtection: true"))
    aws.fault("DetectStackResourceDrift", "AccessDenied", times=9)
    assert nest.run() == 1
    out = capsys.readouterr().out
    assert "AWS does not let these credentials see whether that was done, so say it: --unprotected Data/Database" in out
    assert "--unprotect --empty Data/Cache --unprotected Data/Database" in out
    aws.put_property("Data/Database", "DeletionProtection", False)
    assert nest.run(wanted=WANTED._replace(unprotected=DATABASE)) == 0


def test_protected_in_truth(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A protection that was only said to be ended makes the delete fail; ended then, the same command finishes."""
    nest = doomed(aws, tmp_path, ("Engine: postgres", "Engine: postgres, DeletionProtection: true"))
    aws.fault("DetectStackResourceDrift", "AccessDenied", times=99)
    wanted = WANTED._replace(unprotected=DATABASE)
    assert nest.run(wanted=wanted) == 3
    assert "    next: aws rds modify-db-instance --db-instance-identifier" in capsys.readouterr().out
    aws.put_property("Data/Database", "DeletionProtection", False)
    assert nest.run(wanted=wanted) == 0
    assert nest.fates == FATES


def test_thousands_are_emptied_in_batches(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """Versions and marks by the thousand go in as few calls as S3 allows, and of what is kept none goes."""
    fill(nest.aws, bucket(nest), MANY)
    assert nest.run() == 0
    sizes = [len(call.parameters["Delete"]["Objects"]) for call in nest.aws.calls if call.operation == "DeleteObjects"]
    assert (sum(sizes), max(sizes), len(sizes)) == (3 * MANY + 9, LARGEST_BATCH, 4)
    assert nest.uploads == 3
    assert f"Data/Cache is empty: {3 * MANY + 9} versions and marks deleted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("locked", "object lock keeps versions in it until their time is over"),
        ("mfa_delete", "MFADelete=Disabled --mfa"),
    ],
)
def test_what_s3_keeps(nest: Doomed, kind: str, said: str) -> None:
    """A bucket that S3 does not let be emptied is said to be one, and the stack stays as it is, protected."""
    setattr(nest.aws.store.buckets[bucket(nest)], kind, True)
    with pytest.raises(DeploymentError, match=said):
        nest.run()
    assert (nest.status, nest.aws.stack(NAME).termination_protection, nest.fates) == ("CREATE_COMPLETE", True, {})


def test_a_bucket_of_another_account(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """A bucket whose name somebody else has by now is neither looked into nor emptied."""
    theirs = nest.aws.store.buckets[bucket(nest)]
    theirs.owner = "999999999999"
    with pytest.raises(DeniedError, match="belongs to another account"):
        nest.run()
    assert "which these credentials may not see" in capsys.readouterr().out
    assert len(theirs.objects) == 3
    assert not [call for call in nest.aws.calls if call.operation == "DeleteObjects"]


@pytest.mark.parametrize("empties", ["", ", EmptyOnDelete: true"])
def test_repositories(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str], empties: str) -> None:
    """A repository with images fails unless it empties itself: foretold, explained, and ended by the call named."""
    text = f"Resources: {{Images: {{Type: AWS::ECR::Repository, Properties: {{RepositoryName: app{empties}}}}}}}"
    (tmp_path / "root.yaml").write_text(text, encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, tmp_path / "root.yaml")) == "CREATE_COMPLETE"
    aws.push_image("Images")
    nest = Doomed(aws)
    assert nest.run(wanted=Wanted()) == (0 if empties else 3)
    out = capsys.readouterr().out
    assert ("may fail to be deleted (1):" in out) is not bool(empties)
    if not empties:
        assert (
            "to lose the images in it: aws ecr delete-repository --repository-name app --force --region us-east-1;"
            in out
        )
        aws.world.pushed.clear()
        assert nest.run(wanted=Wanted()) == 0


def test_what_is_written_again(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log group that a service made again after it was deleted is told with the call that removes it."""
    text = "Resources: {Logs: {Type: AWS::Logs::LogGroup, DeletionPolicy: Delete, Properties: {LogGroupName: /app}}}"
    (tmp_path / "root.yaml").write_text(text, encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, tmp_path / "root.yaml")) == "CREATE_COMPLETE"
    aws.write_logs_again("/app")
    aws.write_logs_again("/application-of-others")
    assert Doomed(aws).run(wanted=Wanted()) == 0
    out = capsys.readouterr().out
    assert "aws logs delete-log-group --log-group-name /app --region us-east-1\n" in out
    assert "1 left behind" in out
    aws.fault("DescribeLogGroups", "AccessDenied", times=9)
    assert Doomed(aws).run(wanted=Wanted()) == 0
    assert "whether log groups were made again is not known" in capsys.readouterr().out


def test_a_nested_stack_is_no_target(nest: Doomed) -> None:
    """A stack that is nested in another is neither destroyed nor unstuck by itself; the root is named."""
    standing = nest.standing()
    target = standing.connection.target._replace(stack_name=nest.aws.stack(f"{NAME}/Data").name)
    nested = standing._replace(connection=standing.connection._replace(target=target))
    with pytest.raises(CommandError, match=f"is nested in {NAME}, which alone can be .* --stack-name {NAME}"):
        destroy.run(nested, Wanted(), Talk(confirm=target.stack_name))
    nest.aws.set_status(target.stack_name, "ROLLBACK_COMPLETE")
    with pytest.raises(CommandError, match="is nested in"):
        unstick.run(nested, unstick.Wanted(run=True), Talk(confirm=target.stack_name))
    assert not [call for call in nest.aws.calls if call.operation == "DeleteStack"]


def test_the_role_is_taken_on(nest: Doomed) -> None:
    """The role that --role-arn names is the one that CloudFormation deletes with."""
    role = "arn:aws:iam::123456789012:role/deployer"
    standing = nest.standing()
    target = standing.connection.target._replace(role_arn=role)
    place = standing._replace(connection=standing.connection._replace(target=target))
    assert destroy.run(place, WANTED, Talk(confirm=NAME)) == 0
    assert [call.parameters["RoleARN"] for call in nest.aws.calls if call.operation == "DeleteStack"] == [role]


@pytest.mark.parametrize("name", sorted(STATUSES.keys() - {"DELETE_COMPLETE", "DELETE_IN_PROGRESS"}))
def test_every_status_to_its_end(aws: Fake, tmp_path: Path, name: str) -> None:
    """From every status in which nothing is under way a delete ends well, and in the others nothing is begun."""
    (tmp_path / "root.yaml").write_text("Resources: {T: {Type: AWS::SNS::Topic}}", encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, tmp_path / "root.yaml")) == "CREATE_COMPLETE"
    aws.set_status(NAME, name)
    nest = Doomed(aws)
    if STATUSES[name].destroy == "wait":
        with pytest.raises(DeploymentError, match=r"wait for its end: python -m tasktracker_cfn events .* --follow"):
            nest.run(wanted=Wanted())
        assert not [call for call in aws.calls if call.operation == "DeleteStack"]
    else:
        assert (nest.run(wanted=Wanted()), nest.fates) == (0, {"T": "deleted"})
