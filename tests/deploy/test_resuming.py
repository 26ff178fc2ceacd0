"""A first deployment that fails is kept or leaves nothing, and after the repair plan and apply lead to its end."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from tasktracker_cfn.deploy.apply.applying import Applied, Order, apply
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.stacks import StackResource
from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.deploy.plan.planning import Asked, Planned, make_plan
from tasktracker_cfn.deploy.plan.resuming import is_kept, unmade
from tasktracker_cfn.errors import DeploymentError, StalePlanError
from tasktracker_cfn.model.nest import load
from tests.aws.fake import Fake
from tests.commands import REPOSITORY
from tests.deploy.models import TIME
from tests.deploy.planned_nest import CANARY, STACK, gateway_of, nest, plan, ready, rows, target_of
from tests.deploy.plans import Notes
from tests.deploy.test_surviving import Killed, Mortal

ROOTS = sorted((REPOSITORY / "out").glob("*/*/root.yaml"))
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/new:2"
HOLDS_NOTHING = """
Resources:
  Rule: {Type: AWS::Events::Rule}
  Waiting: {Type: AWS::CloudFormation::WaitConditionHandle, DependsOn: Rule}
"""


def applied(aws: Fake, made: Planned, gateway: Gateway | None = None) -> Applied:
    """Apply a plan, with all allowed that it asks for."""
    assert made.plan
    order = Order(made.plan, "apply plan.json", frozenset(made.plan.needs_allow), limit=timedelta(hours=3))
    return apply(gateway or gateway_of(aws), order, Notes())


def failed(aws: Fake, made: Planned) -> str:
    """Apply a plan that fails, and give what is said of it."""
    with pytest.raises(DeploymentError) as caught:
        applied(aws, made)
    return str(caught.value)


def given_of(root: Path) -> Mapping[str, str]:
    """Give values of the parameters that have none."""
    return {name: f"arn:aws:fake:::{name}" for name, one in load(root).root.parameters.items() if not one.has_default}


def broken(aws: Fake, root: Path, times: int = 1) -> list[str]:
    """Let no service of a nest settle, and give where they are."""
    places = ["/".join((*one.stack, one.logical_id)) for one in load(root).of_type("AWS::ECS::Service")]
    for place in places:
        aws.break_resource(place, "tasks stop: the image cannot be pulled", times=times)
    return places


def standing(aws: Fake) -> dict[str, str]:
    """Give what is there of what holds something, by its place."""
    kinds = ("AWS::RDS::", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::KMS::Key")
    return {
        member.place(name): resource.physical_id
        for member in aws.stack(STACK).stack.family()
        for name, resource in member.resources.items()
        if resource.type.startswith(kinds)
    }


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: "-".join(root.parts[-3:-1]))
def test_every_build_after_a_service_that_did_not_settle(aws: Fake, root: Path) -> None:
    """A build whose service fails once is kept, planned and applied again, and whole, with all that it held."""
    ready(aws)
    place = broken(aws, root)[0]
    told = failed(aws, plan(aws, root, given_of(root)))
    assert f"first cause: {place} (AWS::ECS::Service) CREATE_FAILED: tasks stop" in told
    assert "go on from here: python -m tasktracker_cfn plan shop/dev --region us-east-1 --out plan.json" in told
    assert "paid for as in use: " in told
    assert aws.stack(STACK).status == "CREATE_FAILED"
    held = standing(aws)
    assert held
    again = plan(aws, root, {})
    assert again.plan
    assert (again.plan.kind, again.plan.left_out, again.plan.needs_allow) == ("UPDATE", (), ())
    assert applied(aws, again).stack.status == "UPDATE_COMPLETE"
    assert held.items() <= standing(aws).items()
    assert not [fate for fate in aws.stack(STACK).fates if fate.fate != "deleted"]


# The second has a log group with a name in what failed.
@pytest.mark.parametrize(
    ("build", "failed_nest"), [("tasktracker/demo", "continued"), ("task-tracker-mysql/production", "made anew")]
)
def test_another_image_after_a_bad_one(aws: Fake, build: str, failed_nest: Literal["continued", "made anew"]) -> None:
    """With another image what failed is taken away where AWS would replace, and made anew; nothing held is lost."""
    ready(aws)
    aws.world.failed_nest = failed_nest
    root = REPOSITORY / "out" / build / "root.yaml"
    places = broken(aws, root, times=9)
    failed(aws, plan(aws, root, given_of(root)))
    held = standing(aws)
    for place in places:
        aws.mend_resource(place)
    image = next(name for name in load(root).root.parameters if "Image" in name)
    repaired = {image: "2.0.0" if image.endswith("Tag") else IMAGE}
    first = plan(aws, root, repaired)
    assert first.plan
    assert "Service" in first.plan.left_out
    assert "this only takes away what failed" in first.review.notes[0]
    assert {row.stack[:1] or (row.logical_id,) for row in rows(first).values()} == {("Service",)}
    done = applied(aws, first)
    assert "takes it anew: python -m tasktracker_cfn plan shop/dev --region us-east-1 --out plan.json" in done.next
    assert applied(aws, plan(aws, root, {})).stack.status == "UPDATE_COMPLETE"
    assert aws.stack(STACK).parameters[image] == repaired[image]
    assert held.items() <= standing(aws).items()
    assert plan(aws, root, {}).plan is None


def test_fails_again_and_again(aws: Fake, tmp_path: Path) -> None:
    """What fails a second and a third time is still kept, and still resumed."""
    ready(aws)
    root = nest(tmp_path)
    aws.break_resource("Service/App", "no", times=3)
    for number, status in enumerate(("CREATE_FAILED", "UPDATE_FAILED", "UPDATE_FAILED")):
        assert f"ended in {status}" in failed(aws, plan(aws, root, {} if number else None))
    assert applied(aws, plan(aws, root, {})).stack.status == "UPDATE_COMPLETE"


@pytest.mark.parametrize("place", ["Data/Database", "Data/Deep/Group", "Uploads"])
def test_fails_among_what_holds_data(aws: Fake, tmp_path: Path, place: str) -> None:
    """What fails beside things that hold data, in the root and in a grandchild, does not cost them."""
    ready(aws)
    root = nest(tmp_path)
    aws.break_resource(place, "over a quota")
    failed(aws, plan(aws, root))
    held = standing(aws)
    assert applied(aws, plan(aws, root, {})).stack.status == "UPDATE_COMPLETE"
    assert {name: held[name] for name in held if name != place}.items() <= standing(aws).items()


def test_no_rows_for_what_is_tried_again(aws: Fake, tmp_path: Path) -> None:
    """Where AWS sees no change because only what failed is to be tried again, that is taken away and made anew."""
    ready(aws)
    aws.world.failed_nest, aws.world.shows_retries = "continued", False
    # An output that is new would be a change.
    root = nest(tmp_path, {"root.yaml": ("Outputs:\n  Host: {Value: !GetAtt Data.Outputs.Host}\n", "")})
    aws.hang_service("Service/App")
    failed(aws, plan(aws, root))
    aws.mend_resource("Service/App")
    first = plan(aws, root, {})
    assert first.plan
    assert first.plan.left_out == ("Service",)
    assert applied(aws, first).stack.status == "UPDATE_COMPLETE"
    assert applied(aws, plan(aws, root, {})).stack.status == "UPDATE_COMPLETE"


def test_replacement_of_what_stands(aws: Fake, tmp_path: Path) -> None:
    """A change that replaces what was made well is named, and leaves no change set behind."""
    ready(aws)
    aws.break_resource("Service/App", "no")
    failed(aws, plan(aws, nest(tmp_path / "old")))
    root = nest(tmp_path / "new", {"deep.yaml": ("store-one", "store-two")})
    with pytest.raises(
        DeploymentError, match="AWS replaces nothing, which this would do to Data/Deep/Store: plan with"
    ):
        plan(aws, root, {})
    aws.settle()
    assert not [one for one in gateway_of(aws).change_sets(STACK) if one.execution_status == "AVAILABLE"]


def test_nothing_kept_is_taken_away(aws: Fake, tmp_path: Path) -> None:
    """What failed together with things that are to be kept is not taken away by itself, nor are they."""
    ready(aws)
    aws.break_resource("Data/Database", "no")
    failed(aws, plan(aws, nest(tmp_path / "old", {"deep.yaml": ("DeletionPolicy: Delete", "DeletionPolicy: Retain")})))
    held = standing(aws)
    new = nest(tmp_path / "new", {"deep.yaml": ("store-one", "store-two")})
    with pytest.raises(DeploymentError, match=r"because of what it holds: .*Data/Deep/Store"):
        plan(aws, new, {})
    assert standing(aws) == held


def test_nothing_held(aws: Fake, tmp_path: Path) -> None:
    """A nest that holds nothing is rolled back, and the empty stack that is left is deleted by the next plan."""
    ready(aws)
    root = tmp_path / "root.yaml"
    root.write_text(HOLDS_NOTHING, encoding="utf-8")
    aws.break_resource("Waiting", "no")
    told = failed(aws, plan(aws, root, {}))
    assert "repair the cause, then: python -m tasktracker_cfn plan shop/dev" in told
    call = [call for call in aws.calls if call.operation == "ExecuteChangeSet"][-1]
    assert (call.parameters["DisableRollback"], call.parameters["RetainExceptOnCreate"]) == (False, True)
    assert aws.stack(STACK).status == "ROLLBACK_COMPLETE"
    assert applied(aws, plan(aws, root, {})).stack.status == "CREATE_COMPLETE"


def test_empty_stack_that_is_protected(aws: Fake, tmp_path: Path) -> None:
    """An empty stack that somebody protects is not deleted, and that is told."""
    ready(aws)
    root = tmp_path / "root.yaml"
    root.write_text(HOLDS_NOTHING, encoding="utf-8")
    aws.break_resource("Waiting", "no")
    failed(aws, plan(aws, root, {}))
    gateway_of(aws).set_termination_protection(aws.stack(STACK).id, enabled=True)
    with pytest.raises(
        DeploymentError, match="it is protected from being deleted; the way out: python -m tasktracker_cfn unstick"
    ):
        plan(aws, root, {})
    assert aws.stack(STACK).status == "ROLLBACK_COMPLETE"


def test_failed_and_asked_again(aws: Fake, tmp_path: Path) -> None:
    """Asked again, a plan that failed says why, wherever it ended; when its stack is deleted since, it says that."""
    ready(aws)
    root = tmp_path / "root.yaml"
    root.write_text(HOLDS_NOTHING, encoding="utf-8")
    aws.break_resource("Waiting", "quota")
    made = plan(aws, root, {})
    for _ in range(2):
        assert "first cause: Waiting" in failed(aws, made)
    assert plan(aws, root, {}).plan
    with pytest.raises(StalePlanError, match="was deleted"):
        applied(aws, made)


def test_killed_on_the_way(aws: Fake, tmp_path: Path) -> None:
    """Killed at one call after another between the failure and the end, it converges, and loses nothing."""
    ready(aws)
    root = nest(tmp_path)
    aws.break_resource("Service/App", "no", times=9)
    failed(aws, plan(aws, root))
    held = standing(aws)
    aws.mend_resource("Service/App")
    step, made = 1, None
    for _ in range(200):
        gateway = Mortal(aws, step, after=True)
        try:
            made = made or _asked(aws, gateway, root, step)
            if made.plan is None:
                break
            applied(aws, made, gateway)
            made = None
        except Killed:
            # Every ninth call: all of the way is met, and not every step of it.
            step += 9
            aws.settle()
    assert step > 60
    assert aws.stack(STACK).status == "UPDATE_COMPLETE"
    assert "two" in str(aws.stack(f"{STACK}/Service").resources["TaskDefinition"].properties)
    assert held.items() <= standing(aws).items()


def _asked(aws: Fake, gateway: Gateway, root: Path, step: int) -> Planned:
    asked = Asked(target_of(root), gateway.identity(), f"run{step}x{len(aws.calls)}", "salt", {"Image": "two"})
    return make_plan(gateway, asked, lambda _: None)


def test_kept() -> None:
    """Every shipped build holds something, so that what a failed creation has made is kept."""
    assert all(is_kept(load(root)) for root in ROOTS)


def test_left_out(tmp_path: Path) -> None:
    """What is not well is left out, with what was never begun, but for what may be conditional."""
    (tmp_path / "root.yaml").write_text(
        "Conditions: {No: !Equals [a, b]}\nResources:\n"
        "  Good: {Type: AWS::SNS::Topic}\n  Bad: {Type: AWS::SNS::Topic}\n  Later: {Type: AWS::SNS::Topic}\n"
        "  Never: {Type: AWS::SNS::Topic, Condition: No}\n",
        encoding="utf-8",
    )
    there = {
        name: StackResource(name, "AWS::SNS::Topic", status, TIME)
        for name, status in {"Good": "CREATE_COMPLETE", "Bad": "CREATE_FAILED", "Old": "CREATE_FAILED"}.items()
    }
    assert unmade(load(tmp_path / "root.yaml").root, there) == {"Bad", "Later"}


def test_canary(aws: Fake, tmp_path: Path) -> None:
    """What is said of a first deployment that failed tells no secret."""
    ready(aws)
    aws.break_resource("Data/Database", f"the password {CANARY} is too short")
    made = plan(aws, nest(tmp_path))
    assert isinstance(made.plan, Plan)
    order = Order(made.plan, "apply plan.json", hide=lambda said: said.replace(CANARY, HIDDEN))
    with pytest.raises(DeploymentError) as caught:
        apply(gateway_of(aws), order, Notes())
    assert CANARY not in str(caught.value)
