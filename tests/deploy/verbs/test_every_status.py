"""Every status of a stack, as the root's and as a nested stack's: exit codes, words, and calls that may be made."""

import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tasktracker_cfn.cli import drift, events, outputs, status, unstick
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.cli.deploying import Connection
from tasktracker_cfn.cli.main import VERBS
from tasktracker_cfn.cli.standing import Standing
from tasktracker_cfn.deploy.aws.tree import Node
from tasktracker_cfn.deploy.commands import Place, Spelling
from tasktracker_cfn.deploy.plan.target import Target
from tasktracker_cfn.deploy.standing.drifting import refuse_busy
from tasktracker_cfn.deploy.standing.happening import outcome
from tasktracker_cfn.deploy.standing.unsticking import advise
from tasktracker_cfn.deploy.statuses import STATUSES, about
from tasktracker_cfn.deploy.telling import status as status_words
from tasktracker_cfn.deploy.telling import unstick as unstick_words
from tasktracker_cfn.errors import DeploymentError, TasktrackerError
from tests.aws.cloudformation.drift_calls import ALLOWED as COMPARED
from tests.aws.commands import verb
from tests.aws.fake import Fake
from tests.aws.gateways import gateway_to
from tests.aws.packing import deploy, put
from tests.deploy.test_statuses import ALLOWED
from tests.deploy.trees import NOON, stack, thing, tree

NAME = "small"
GONE = "DELETE_COMPLETE"
# A nested stack in each of them, while the root is in each: moved against each other, so that the two differ.
PAIRS = tuple(zip(STATUSES, [*list(STATUSES)[7:], *list(STATUSES)[:7]], strict=True))
RUNS: dict[str, Callable[[Standing], int]] = {
    "status": status.run,
    "outputs": outputs.run,
    "events": events.run,
    "events --failed": lambda place: events.run(place, failed=True),
    "events --follow": lambda place: events.run(place, following=True),
    "drift": drift.run,
    "unstick": lambda place: unstick.run(place, unstick.Wanted()),
}
BUSY = {"in progress", "none"}
CODES: dict[str, Callable[[str, str], int]] = {
    "status": lambda root, _: 3 if root == GONE else int(about(root).family == "stuck"),
    "outputs": lambda root, _: 3 if root == GONE else 0,
    "events": lambda root, _: 0,
    "events --failed": lambda root, _: 0,
    "events --follow": lambda root, _: 3 if about(root).outcome is False else 0,
    # Where AWS does not look into every stack of the nest, not all is known, which is not the same as no drift.
    "drift": lambda root, child: 0 if {root, child} <= set(COMPARED) else 3,
    "unstick": lambda root, _: 3 if root == GONE else int(about(root).family == "stuck"),
}
# To go on needs a yes, to watch a rollback does not, and all else is no way out.
YES = {"CREATE_FAILED", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED", "ROLLBACK_COMPLETE"}
# One of each family, through the real command line.
SHOWN = (
    "CREATE_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
    "ROLLBACK_COMPLETE",
    "UPDATE_IN_PROGRESS",
    "REVIEW_IN_PROGRESS",
    GONE,
)
TEMPLATE = """
Resources:
  Role: {Type: AWS::IAM::ManagedPolicy}
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: %s}}
"""


@pytest.fixture
def place(aws: Fake) -> Standing:
    """Deploy a root with one resource, and a nested stack with another."""
    child = put(aws, "child.yaml", "Resources: {Other: {Type: AWS::IAM::ManagedPolicy}}")
    assert deploy(aws, NAME, TEMPLATE % child) == "CREATE_COMPLETE"
    gateway = gateway_to(aws)
    target = Target("", "", Path("root.yaml"), NAME, aws.account.region, None, {})
    return Standing(Connection(target, gateway, gateway.identity(), Place(stack_name=NAME)))


def come_to(aws: Fake, root: str, child: str) -> None:
    """Give both stacks a status; what is under way then ends after a minute."""
    aws.set_status(f"{NAME}/Data", child, "what the child says")
    aws.set_status(NAME, root, "what the root says")
    if about(root).family == "in progress":
        end = "UPDATE_ROLLBACK_COMPLETE" if about(root).outcome is False else "UPDATE_COMPLETE"
        aws.timeline.after(60, lambda: aws.set_status(NAME, end))


def fine(said: str, root: str) -> None:
    """See that no traceback was printed, and that what is advised are verbs of ours and calls that the status takes."""
    assert "Traceback" not in said
    for advised in re.findall(r"python -m tasktracker_cfn (\w+)", said):
        assert advised in VERBS
    for call, name in re.findall(r"aws cloudformation ([a-z-]+) .*?--stack-name (\S+)", said):
        operation = "".join(word.title() for word in call.rstrip(")").split("-"))
        assert root in ALLOWED.get(operation, {root})
        assert name.rstrip(")") == NAME


def code(run: Callable[[], int]) -> int:
    """Give the exit code of a verb, as the command line makes it of what the verb raises."""
    try:
        return run()
    except TasktrackerError as error:
        sys.stderr.write(str(error))
        return error.exit_code


@pytest.mark.parametrize("verb_", RUNS)
def test_every_status(place: Standing, aws: Fake, capsys: pytest.CaptureFixture[str], verb_: str) -> None:
    """Each verb ends with the exit code of the root's status, whatever that of a nested stack is."""
    for root, child in PAIRS:
        come_to(aws, root, child)
        ended = code(lambda: RUNS[verb_](place))
        shown = capsys.readouterr()
        assert ended == CODES[verb_](root, child), (root, child, shown)
        fine(shown.out + shown.err, aws.stack(NAME).status)
        aws.settle()


@pytest.mark.parametrize("verb_", RUNS)
def test_command_line(place: Standing, aws: Fake, verb_: str) -> None:
    """The command line ends with the same codes, and without a traceback."""
    for root in SHOWN:
        come_to(aws, root, "UPDATE_FAILED")
        ended = verb(aws, *verb_.split(), "--stack-name", NAME)
        assert ended.code == CODES[verb_](root, "UPDATE_FAILED"), (root, ended)
        fine(ended.out + ended.err, aws.stack(NAME).status)
        aws.settle()


def test_every_status_is_run_and_not_confirmed(place: Standing, aws: Fake) -> None:
    """With --run and no yes nothing is changed in any status; a rollback under way is watched to its end."""
    for root, child in PAIRS:
        come_to(aws, root, child)
        row, before = about(root), len(aws.calls)
        expected = 4 if root in YES else 0 if row.family == "in progress" and row.outcome is False else 2
        ended = code(lambda: unstick.run(place, unstick.Wanted(run=True), Talk(asked=lambda _: "no")))
        assert ended == (3 if root == GONE else expected), root
        reading = ("Describe", "Get", "List")
        assert all(call.operation.startswith(reading) for call in aws.calls[before:]), root
        aws.settle()


@pytest.mark.parametrize("root", STATUSES)
def test_words_for_every_pair(root: str) -> None:
    """For every status of the root and of a nested stack there are words, over values."""
    failed = (thing("Queue", status="UPDATE_FAILED", status_reason="gone"),)
    for child in STATUSES:
        nest = tree(Node((), stack("shop", root)), Node(("Data",), stack("shop-Data-1", child), failed))
        lines = [
            *status_words.lines(
                status_words.Standing(nest, {(): NOON, ("Data",): NOON}, NOON), Spelling(Place("shop/dev"), "us-east-1")
            )
        ]
        assert any(root in line for line in lines)
        assert any(child in line for line in lines)
        told = "\n".join(unstick_words.lines(advise(nest, {("Data",): NOON}, Spelling(Place("shop/dev"), "us-east-1"))))
        assert ("shop-Data-1.Queue" in told) is (root == "UPDATE_ROLLBACK_FAILED")
        assert "--stack-name shop-Data-1" not in told
        with pytest.raises(DeploymentError, match="nothing to") if about(root).family in BUSY else nullcontext():
            refuse_busy(nest)
        assert outcome(nest.root.stack, ()) is about(root).outcome


@pytest.mark.parametrize("verb_", ["unstick", "destroy"])
def test_nested_stacks_are_refused(place: Standing, aws: Fake, verb_: str) -> None:
    """A nested stack is neither moved nor deleted by itself: the root that must be is named."""
    name = aws.stack(f"{NAME}/Data").name
    ended = verb(aws, verb_, "--stack-name", name, "--confirm", name)
    assert (ended.code, "which alone can be changed or deleted: --stack-name small\n" in ended.err) == (2, True)
    assert not any(call.operation == "DeleteStack" for call in aws.calls)
