"""Following and drift through the real command line: what happens on the way, and how it is ended."""

import pytest

from tests.aws.commands import interrupted, verb
from tests.deploy.shop import NAME, Shop
from tests.deploy.verbs.test_events import OTHER_IMAGE, begin

FOLLOW = ("events", "--stack-name", NAME, "--follow")
DRIFT = ("drift", "--stack-name", NAME)


def asked(shop: Shop, operation: str, stack: str = "") -> int:
    """Count the calls of an operation, about one stack if it is named."""
    wanted = shop.aws.stack(stack).id if stack else None
    calls = [call for call in shop.aws.calls if call.operation == operation]
    return sum(wanted is None or call.parameters["StackName"] == wanted for call in calls)


def test_follow_is_interrupted(shop: Shop) -> None:
    """Ctrl-C ends the watching with 130 and nothing else; watched again, all is told from the beginning."""
    begin(shop)
    ended = interrupted(shop.aws, 3, *FOLLOW)
    assert (ended.code, ended.err) == (130, "interrupted; nothing was changed\n")
    assert "Traceback" not in ended.out
    again = verb(shop.aws, *FOLLOW)
    assert again.code == 0
    assert again.out.startswith(ended.out)


def test_drift_is_interrupted(shop: Shop) -> None:
    """Ctrl-C ends the search for drift with 130; it can be begun again."""
    ended = interrupted(shop.aws, 1, *DRIFT)
    assert (ended.code, ended.err.splitlines()[-1]) == (130, "interrupted; nothing was changed")
    assert verb(shop.aws, *DRIFT).code == 0


def test_follow_in_small_pages_and_throttled(shop: Shop) -> None:
    """Answers in many pages, and calls that are refused for a while, lose no event and tell none twice."""
    begin(shop)
    shop.aws.account.page = 2
    for number in range(3, 60, 7):
        shop.aws.fault("*", times=2, after=number)
    ended = verb(shop.aws, *FOLLOW)
    assert ended.code == 0, ended
    shop.aws.account.page = 100
    told = ended.out.splitlines()[:-1]
    assert sorted(told) == sorted(verb(shop.aws, "events", "--stack-name", NAME).out.splitlines()[1:])


def test_given_up_between_two_stacks(shop: Shop) -> None:
    """What was read of the root, before a nested stack could not be read, is told when AWS answers again."""
    begin(shop)
    shop.aws.clock.sleep(3)
    # The third is the first of a nested stack; thirteen times is once more than the gateway asks.
    shop.aws.fault("DescribeStackEvents", times=13, after=2)
    ended = verb(shop.aws, *FOLLOW)
    assert ended.code == 0
    told = ended.out.splitlines()[:-1]
    assert sorted(told) == sorted(verb(shop.aws, "events", "--stack-name", NAME).out.splitlines()[1:])


def test_follow_without_an_answer(shop: Shop) -> None:
    """When AWS does not answer for ten minutes it is given up, with what to do."""
    begin(shop)
    shop.aws.fault("DescribeStackEvents", times=10_000, after=4)
    began = shop.aws.clock.now()
    ended = verb(shop.aws, *FOLLOW)
    assert (ended.code, "run the same command again" in ended.err) == (3, True)
    assert 600 < (shop.aws.clock.now() - began).total_seconds() < 1200


@pytest.mark.parametrize("page", [3, 100])
def test_drift_in_small_pages_and_throttled(shop: Shop, page: int) -> None:
    """Drift is found in whatever pages it comes, also when calls are refused for a while."""
    shop.aws.account.page = page
    shop.aws.drift("Data/Logs", "/RetentionInDays", 30, 7)
    for after in range(3, 60, 7):
        shop.aws.fault("*", times=2, after=after)
    ended = verb(shop.aws, *DRIFT)
    assert (ended.code, "/RetentionInDays changed: 30 -> 7" in ended.out) == (1, True)


def test_throttled_is_no_answer(shop: Shop) -> None:
    """Where AWS takes no calls, nothing is said of drift."""
    shop.aws.fault("DetectStackDrift", times=10_000)
    ended = verb(shop.aws, *DRIFT)
    assert (ended.code, "DetectStackDrift" in ended.err, ended.out) == (3, True, "")


def test_drift_of_a_stack_that_goes(shop: Shop) -> None:
    """A nested stack that somebody deletes while drift is looked for is told of as not looked at."""
    name = shop.aws.stack(f"{NAME}/Data/Deep").id
    message = f"Stack with id {name} does not exist"
    shop.aws.fault("DescribeStackResourceDrifts", "ValidationError", message=message, after=2)
    ended = verb(shop.aws, *DRIFT)
    assert ended.code == 3
    assert "has no drift in what was looked at" in ended.out
    assert "not looked at:\n  Data/Deep: it was deleted meanwhile\n" in ended.out


def test_stack_deleted_while_followed(shop: Shop) -> None:
    """When somebody deletes the stack that is followed, the delete is followed to its end."""
    begin(shop)
    other = shop.aws.other_actor()
    delete = lambda: other.call("cloudformation", "DeleteStack", StackName=NAME)  # noqa: E731 - an order, given once
    shop.aws.when("DescribeStackEvents", delete, after=6)
    ended = verb(shop.aws, *FOLLOW)
    assert ended.code == 0
    assert ended.out.splitlines()[-1] == f"{NAME} is in DELETE_COMPLETE: it was deleted"
    assert "Data/Database" in ended.out


def test_nested_stacks_made_while_followed(shop: Shop) -> None:
    """Nested stacks that are made while it is followed are followed, too, and their events come in time."""
    shop.aws.client("cloudformation").delete_stack(StackName=NAME)
    shop.aws.settle()
    begin(shop, "CREATE")
    ended = verb(shop.aws, *FOLLOW)
    assert ended.code == 0
    lines = ended.out.splitlines()
    made = [line.split()[1] for line in lines if line.split()[2] == "CREATE_COMPLETE"]
    assert made.index("Data/Deep/Queue") < made.index("Data/Deep") < made.index("Data") < made.index(NAME)
    assert len(lines) == len(set(lines))


def test_nested_stacks_at_their_end_are_left_alone(shop: Shop) -> None:
    """A nested stack that is done is read no more while others go on, and the longer nothing happens the rarer."""
    shop.aws.client("cloudformation").delete_stack(StackName=NAME)
    shop.aws.settle()
    begin(shop, "CREATE")
    shop.aws.hang_service("Service/Service", gives_up=1800)
    before = len(shop.aws.calls)
    assert verb(shop.aws, *FOLLOW).code == 3
    of_data, of_root = (asked(shop, "DescribeStackEvents", name) for name in (f"{NAME}/Data", NAME))
    assert of_data * 2 < of_root
    # Half an hour of nothing, looked at every fifteen seconds: root and service, and the root's status.
    assert len(shop.aws.calls) - before < 3 * 1800 / 15 + 300


def test_a_first_deployment_that_deletes_itself(shop: Shop) -> None:
    """Of a stack that could not be made and is gone again, the cause is told while it is followed, and afterwards."""
    shop.aws.client("cloudformation").delete_stack(StackName=NAME)
    shop.aws.settle()
    shop.aws.break_resource("Data/Logs", "the name is taken")
    begin(shop, "CREATE", OnStackFailure="DELETE")
    cause = "first cause: Data/Logs (AWS::Logs::LogGroup) CREATE_FAILED: the name is taken"
    ended = verb(shop.aws, *FOLLOW)
    assert (ended.code, cause in ended.out.splitlines()) == (3, True)
    later = verb(shop.aws, "events", "--stack-name", NAME, "--failed")
    assert (later.code, cause in later.out.splitlines()) == (0, True)
    assert f"which was deleted: {shop.aws.stack(NAME).id}" in later.err
    shop.aws.fault("ListStacks", "AccessDenied", times=9)
    assert verb(shop.aws, "events", "--stack-name", NAME).code == 3


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
@pytest.mark.parametrize("words", [FOLLOW, DRIFT, ("status", "--stack-name", NAME)], ids=lambda words: words[0])
def test_wrong_clocks(shop: Shop, words: tuple[str, ...], seconds: int) -> None:
    """A machine whose clock is a day before or behind tells the same."""
    begin(shop)
    shop.aws.settle()
    right = verb(shop.aws, *words)
    wrong = verb(shop.aws, *words, clock=shop.aws.skewed_clock(seconds))
    assert wrong.code == right.code == 0
    if words[0] != "status":
        assert wrong.out == right.out


def test_events_may_not_be_described(shop: Shop) -> None:
    """Without the permission for DescribeEvents the cause is told, and that the rest may not be seen."""
    shop.aws.break_resource("Service/Service", "it does not start", on="update")
    assert shop.deploy("UPDATE", OTHER_IMAGE) == "UPDATE_ROLLBACK_COMPLETE"
    shop.aws.fault("DescribeEvents", "AccessDenied", times=9)
    ended = verb(shop.aws, "events", "--stack-name", NAME, "--failed")
    assert ended.code == 0
    assert "first cause: Service/Service (AWS::ECS::Service) UPDATE_FAILED: it does not start\n" in ended.out
    assert "that is not allowed: cloudformation:DescribeEvents" in ended.out


def test_skipped_resources_are_not_compared(shop: Shop) -> None:
    """What a rollback went on without is told as not looked at, with why."""
    stack = shop.aws.stack(f"{NAME}/Data/Deep").stack
    stack.skipped.add("Queue")
    ended = verb(shop.aws, *DRIFT)
    assert ended.code == 3
    assert "  Data/Deep/Queue: it was skipped when a rollback was continued\n" in ended.out


def test_drift_beside_what_was_not_looked_at(shop: Shop) -> None:
    """Drift that was found is 1, whatever else could not be looked at: somebody has something to do."""
    shop.aws.stack(f"{NAME}/Data/Deep").stack.skipped.add("Queue")
    shop.aws.drift("Data/Logs", "/RetentionInDays", 30, 7)
    assert verb(shop.aws, *DRIFT).code == 1
