"""The artifact bucket: its template, and that it is made once, whatever happens meanwhile."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.packaging.bootstrap import STACK_NAME, TEMPLATE, artifact_bucket, bootstrap
from tasktracker_cfn.errors import (
    AwsError,
    CredentialsError,
    DeniedError,
    DeploymentError,
    ThrottledError,
)
from tasktracker_cfn.gate.checking import check, everything
from tasktracker_cfn.gate.exemptions import Exemptions
from tasktracker_cfn.model.finding_nests import find_nests
from tests.aws.fake import Fake
from tests.aws.gateways import access_to, gateway_to

# It has no logs of access and no copies, on purpose: it holds templates, which are in git, and no data.
ADVICE = {"bucket-access-log", "bucket-key", "bucket-notifications", "bucket-object-lock", "bucket-replication"}
CALLS = [
    "GetCallerIdentity",
    "DescribeStacks",
    "ListChangeSets",
    "CreateChangeSet",
    "DescribeChangeSet",
    "ExecuteChangeSet",
    "HeadBucket",
    "UpdateTerminationProtection",
]


def quiet(_: str) -> None:
    """Say nothing."""


def executions(aws: Fake) -> int:
    """Count the executions that had an effect."""
    return len([call for call in aws.calls if call.operation == "ExecuteChangeSet" and call.error in {"", "lost"}])


class Overtaken(Gateway):
    """A gateway before one of whose calls somebody else makes a move."""

    before = ""
    move: Callable[[], object] | None = None

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """Let the other one move first, once."""
        if operation == self.before and self.move:
            move, self.move = self.move, None
            move()
        return super().call(service, operation, parameters)


def throttling(operation: str) -> str:
    """Give the code with which the service of an operation says that calls are too many."""
    return "SlowDown" if operation == "HeadBucket" else "Throttling"


def test_the_template_passes_the_gate() -> None:
    """No rule and no goal of the gate finds more than advice in the bucket's own template."""
    verdict = check(find_nests([TEMPLATE]), everything(Exemptions((), ()), date(2026, 8, 1)), whole=False)
    assert {finding.rule for finding in verdict.findings if finding.severity != "advice"} == set()
    assert {finding.rule for finding in verdict.findings} <= ADVICE


def test_the_template_passes_cfn_lint() -> None:
    """cfn-lint finds nothing in the bucket's own template."""
    done = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint", TEMPLATE], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_bucket_is_closed_and_kept() -> None:
    """The bucket is private, encrypted, versioned, cleaned up, and stays when its stack goes."""
    text = "\n".join(line.replace("!", "") for line in TEMPLATE.read_text().splitlines())
    resources = yaml.safe_load(text)["Resources"]
    bucket = resources["Bucket"]
    properties = bucket["Properties"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    assert "BucketName" not in properties
    assert len(properties["LifecycleConfiguration"]["Rules"]) == 2
    assert {resource["DeletionPolicy"] for resource in resources.values()} == {"Retain"}
    statements = resources["BucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert [(statement["Sid"], statement["Effect"]) for statement in statements] == [
        ("DenyWithoutTls", "Deny"),
        ("DenyOldTls", "Deny"),
        ("DenyOtherAccounts", "Deny"),
    ]


def test_it_is_made_once(aws: Fake, gateway: Gateway) -> None:
    """The first run makes the bucket and protects its stack, a second one finds nothing to do."""
    said: list[str] = []
    bucket, changed = bootstrap(gateway, gateway.identity(), said.append)
    assert changed
    assert said == [f"making {STACK_NAME}"]
    assert bucket.name in aws.store.buckets
    stack = gateway.stack(STACK_NAME)
    assert stack is not None
    assert (stack.status, stack.termination_protection) == ("CREATE_COMPLETE", True)
    assert bootstrap(gateway, gateway.identity(), said.append) == (bucket, False)
    assert len(said) == executions(aws) == 1
    assert [left.name for left in gateway.change_sets(STACK_NAME) if left.execution_status == "AVAILABLE"] == []
    assert artifact_bucket(gateway, gateway.identity()) == bucket


def test_without_it_the_command_is_named(gateway: Gateway) -> None:
    """Whoever needs the bucket before it is made is told how to make it."""
    with pytest.raises(DeploymentError, match="python -m tasktracker_cfn bootstrap --region us-east-1"):
        artifact_bucket(gateway, gateway.identity())


@pytest.mark.parametrize("operation", CALLS)
def test_throttling_at_every_call_is_waited_for(aws: Fake, gateway: Gateway, operation: str) -> None:
    """Whichever call is throttled, the bucket is made in one run and one execution."""
    aws.fault(operation, throttling(operation), times=4)
    bucket, changed = bootstrap(gateway, gateway.identity(), quiet)
    assert changed
    assert bucket.name in aws.store.buckets
    assert executions(aws) == 1


@pytest.mark.parametrize("operation", CALLS)
def test_throttling_without_end_is_said_and_a_rerun_goes_on(aws: Fake, gateway: Gateway, operation: str) -> None:
    """A run that gives up says so; the next one finishes with at most one execution in all."""
    aws.fault(operation, throttling(operation), times=12)
    with pytest.raises(ThrottledError):
        bootstrap(gateway, gateway.identity(), quiet)
    again = gateway_to(aws)
    bucket, _ = bootstrap(again, again.identity(), quiet)
    assert bucket.name in aws.store.buckets
    assert executions(aws) == 1


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("times", [1, 3])
def test_a_lost_answer_repeats_no_effect(aws: Fake, gateway: Gateway, operation: str, times: int) -> None:
    """Whichever answer is lost, there is one stack, one bucket, and nothing is left behind."""
    aws.lose_answer(operation, times=times)
    bucket, _ = bootstrap(gateway, gateway.identity(), quiet)
    assert list(aws.store.buckets) == [bucket.name]
    assert bootstrap(gateway, gateway.identity(), quiet) == (bucket, False)


@pytest.mark.parametrize("calls", range(14))
def test_a_run_that_ends_anywhere_is_gone_on_with(aws: Fake, gateway: Gateway, calls: int) -> None:
    """After credentials expired at any call, a second run makes the bucket, and executes at most once in all."""
    aws.expire_credentials(after=calls)
    try:
        bootstrap(gateway, gateway.identity(), quiet)
    except CredentialsError:
        aws.renew_credentials()
    aws.renew_credentials()
    again = gateway_to(aws)
    bucket, _ = bootstrap(again, again.identity(), quiet)
    assert list(aws.store.buckets) == [bucket.name]
    assert executions(aws) == 1


def test_a_bucket_that_was_taken_over_is_refused(aws: Fake, gateway: Gateway) -> None:
    """When the bucket's name belongs to another account by now, nothing uses it."""
    bucket, _ = bootstrap(gateway, gateway.identity(), quiet)
    aws.store.buckets[bucket.name].owner = "999999999999"
    with pytest.raises(DeniedError, match="belongs to another account"):
        artifact_bucket(gateway, gateway.identity())
    with pytest.raises(DeniedError):
        bootstrap(gateway, gateway.identity(), quiet)


def test_a_bucket_that_is_gone_is_named(aws: Fake, gateway: Gateway) -> None:
    """A bucket that somebody deleted by hand is noticed, with what to do."""
    bucket, _ = bootstrap(gateway, gateway.identity(), quiet)
    del aws.store.buckets[bucket.name]
    with pytest.raises(DeploymentError, match="its stack is there; delete the stack"):
        bootstrap(gateway, gateway.identity(), quiet)
    with pytest.raises(DeploymentError, match="has no artifact bucket"):
        artifact_bucket(gateway, gateway.identity())


def test_a_bucket_that_cannot_be_made(aws: Fake, gateway: Gateway) -> None:
    """A failure is said with its first cause, leaves no stack that blocks, and the next run makes the bucket."""
    aws.break_resource("Bucket", reason="You have too many buckets", on="create")
    with pytest.raises(DeploymentError, match="Bucket: You have too many buckets"):
        bootstrap(gateway, gateway.identity(), quiet)
    again = gateway_to(aws)
    assert bootstrap(again, again.identity(), quiet).changed


def test_a_stack_that_is_stuck_is_not_touched(aws: Fake, gateway: Gateway) -> None:
    """In a state from which nothing leads on, the exact next call is named and nothing is deleted."""
    bootstrap(gateway, gateway.identity(), quiet)
    for status in ("ROLLBACK_COMPLETE", "DELETE_FAILED", "UPDATE_ROLLBACK_FAILED"):
        aws.set_status(STACK_NAME, status, "by order")
        with pytest.raises(DeploymentError, match=f"is in {status}.*aws cloudformation"):
            bootstrap(gateway, gateway.identity(), quiet)


@pytest.mark.parametrize("operation", ["create_change_set", "describe_change_set", "execute_change_set"])
def test_two_people_at_once_make_one_bucket(aws: Fake, operation: str) -> None:
    """Whoever is overtaken at any step joins what the other began, and both are given the same bucket."""
    other, theirs = gateway_to(aws), list[Bucket]()
    overtaken = Overtaken(access_to(aws), aws.clock)
    overtaken.before = operation
    overtaken.move = lambda: theirs.append(bootstrap(other, other.identity(), quiet).bucket)
    ours = bootstrap(overtaken, overtaken.identity(), quiet).bucket
    assert theirs == [ours]
    assert list(aws.store.buckets) == [ours.name]


def test_an_older_template_is_brought_up_to_date(aws: Fake, gateway: Gateway, tmp_path: Path) -> None:
    """A stack of another version of the template is updated, back and forth, and keeps its bucket."""
    newer = tmp_path / "newer.yaml"
    newer.write_text(TEMPLATE.read_text().replace("NoncurrentDays: 30", "NoncurrentDays: 60"))
    made = bootstrap(gateway, gateway.identity(), quiet)
    for template in (newer, TEMPLATE, newer, TEMPLATE):
        assert bootstrap(gateway, gateway.identity(), quiet, template) == (made.bucket, True)
    assert list(aws.store.buckets) == [made.bucket.name]


def test_an_aws_error_has_its_own_code(aws: Fake, gateway: Gateway) -> None:
    """What AWS refuses for its own reasons comes through as it is."""
    aws.fault("CreateChangeSet", "InsufficientCapabilitiesException", message="Requires capabilities")
    with pytest.raises(AwsError, match="InsufficientCapabilitiesException: Requires capabilities") as caught:
        bootstrap(gateway, gateway.identity(), quiet)
    assert caught.value.exit_code == 3


def test_the_template_is_shipped() -> None:
    """The template lies beside its module, where an installed package has it, too."""
    assert TEMPLATE.is_file()
    assert "bootstrap.yaml" in (Path(__file__).parents[2] / "pyproject.toml").read_text()
