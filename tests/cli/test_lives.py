"""The shipped builds from their first deployment to their last, by the verbs, as an operator lives through it."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.model.nest import load
from tests.aws.commands import verb
from tests.aws.fake import CANARIES, Fake
from tests.aws.fixtures import aws
from tests.commands import REPOSITORY, Ended

__all__ = ["aws"]

ROOTS = sorted((REPOSITORY / "out").glob("*/*/root.yaml"))
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/new:2"
# What people are told to do by hand, and which property of which resource that sets.
BY_HAND = {
    "--db-instance-identifier": ("DeletionProtection", False),
    "--db-cluster-identifier": ("DeletionProtection", False),
    "--load-balancer-arn": ("LoadBalancerAttributes", [{"Key": "deletion_protection.enabled", "Value": "false"}]),
}


def made(aws: Fake, label: str, root: Path, plan: Path) -> Ended:
    """Plan a build for the first time, and apply the plan; give how that was told."""
    parameters = load(root).root.parameters
    missing = [name for name, one in parameters.items() if not one.has_default]
    given = [word for name in missing for word in ("--param", f"{name}=arn:aws:fake:::{name}")]
    assert verb(aws, "bootstrap").code == 0
    first = verb(aws, "plan", label, *given, "--out", plan)
    assert first.code == 0, first.err
    assert "READY  first deployment" in first.out
    told = verb(aws, "apply", plan)
    assert told.code == 0, told.err
    return told


def changed(aws: Fake, label: str, root: Path, plan: Path) -> None:
    """Plan a build again, which is no change, then with another image, which changes the service, and apply that."""
    # A nest without a change has rows all the same, which change nothing.
    aws.world.empty_nest = "noise"
    nothing = verb(aws, "plan", label, "--detailed-exitcode")
    assert (nothing.code, "NO CHANGE" in nothing.out) == (0, True)
    image = next(name for name in load(root).root.parameters if "Image" in name)
    value = "2.0.0" if image.endswith("Tag") else IMAGE
    more = ("--param", f"{image}={value}", "--detailed-exitcode", "--format", "json")
    second = verb(aws, "plan", label, *more, "--out", plan)
    assert second.code == 2, second.err
    review = json.loads(second.out)
    assert (review["verdict"], review["needs_allow"]) == ("go", [])
    sure = [row for row in review["resources"] if row["label"] in {"real", "follows"}]
    assert sure
    assert {row["address"].split("/")[0] for row in sure} == {"Service"}
    before = {stack.id: physical_ids(stack) for stack in aws.world.stacks if stack.path != ("Service",)}
    assert verb(aws, "apply", plan).code == 0
    assert {stack.id: physical_ids(stack) for stack in aws.world.stacks if stack.path != ("Service",)} == before


def physical_ids(stack: Any) -> dict[str, str]:
    """Give what a stack has made."""
    return {name: one.physical_id for name, one in stack.resources.items()}


def do_by_hand(aws: Fake, ended: Ended) -> int:
    """Do every call of AWS's own that is named; give their number."""
    calls = re.findall(r"^ +(aws .*)$", ended.out, re.MULTILINE)
    protected = ("AWS::RDS::", "AWS::ElasticLoadBalancingV2::")
    things = [one for stack in aws.world.stacks for one in stack.resources.values() if one.type.startswith(protected)]
    for call in calls:
        words = shlex.split(call)
        option, physical = next((words[i], words[i + 1]) for i in range(len(words)) if words[i] in BY_HAND)
        (thing,) = [thing for thing in things if thing.physical_id == physical]
        name, value = BY_HAND[option]
        thing.properties[name] = value
    return len(calls)


def next_call(aws: Fake, ended: Ended, *more: str) -> Ended:
    """Run the call that is named as the next one."""
    (found,) = re.findall(r"^next: python -m tasktracker_cfn (.*)$", ended.out, re.MULTILINE)
    return verb(aws, *shlex.split(found), *more)


def fates(aws: Fake, fate: str) -> set[tuple[str, str]]:
    """Give what had a fate, by address and id."""
    return {(one.path, one.physical_id) for one in aws.world.fates if one.fate == fate}


def told_of(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Give what is told of, by address and id."""
    return {(str(row.get("resource", row.get("address"))), str(row["physical_id"])) for row in rows}


def refused(aws: Fake, label: str, name: str) -> Ended:
    """Have the destruction refused, with everything that is protected named, and nothing done."""
    before = set(aws.world.fates)
    ended = verb(aws, "destroy", label, "--confirm", name)
    assert ended.code == 1
    assert f"1. {name} has termination protection" in ended.out
    protected = {
        f"{'/'.join(stack.path)}/{key}"
        for stack in aws.world.stacks
        for key, one in stack.resources.items()
        if "'deletion_protection.enabled', 'Value': 'true'" in str(one.properties)
        or one.properties.get("DeletionProtection") is True
    }
    assert set(re.findall(r"^  \d+\. (\S+) \(AWS::", ended.out, re.MULTILINE)) == protected
    assert set(aws.world.fates) == before
    assert do_by_hand(aws, ended) == len(protected)
    return ended


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: "-".join(root.parts[-3:-1]))
def test_life(aws: Fake, root: Path, tmp_path: Path) -> None:
    """A build is deployed, no change, given an image, and destroyed by doing what is said, which then happens."""
    label = "/".join(root.parts[-3:-1])
    name = label.replace("/", "-")
    # Most of the time would go into looking again and again while databases and distributions are made.
    aws.when("ExecuteChangeSet", lambda: aws.when("DescribeStackEvents", aws.settle, after=20), times=2)
    made(aws, label, root, tmp_path / "first.json")
    changed(aws, label, root, tmp_path / "second.json")
    earlier = {fate: fates(aws, fate) for fate in ("deleted", "retained", "snapshotted")}
    stops = refused(aws, label, name)
    aws.when("DeleteStack", lambda: aws.when("DescribeStacks", aws.settle))
    ended = next_call(aws, stops, "--confirm", name, "--format", "json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert document["status"] == "DELETE_COMPLETE"
    assert not document["obstacles"]
    assert told_of(document["kept"]) == fates(aws, "retained") - earlier["retained"]
    assert told_of(document["snapshotted"]) == fates(aws, "snapshotted") - earlier["snapshotted"]
    assert told_of(document["lost"] + document["deleted"]) == fates(aws, "deleted") - earlier["deleted"]
    left = {what: told_of([one for one in document["left"] if one["what"] == what]) for what in ("kept", "snapshot")}
    assert left == {"kept": fates(aws, "retained"), "snapshot": fates(aws, "snapshotted")}
    assert not [call for call in aws.calls if call.operation == "DeleteObjects"]
    texts = [stops.out, ended.out, ended.err, *(file.read_text(encoding="utf-8") for file in tmp_path.glob("*"))]
    assert not [word for word in CANARIES for text in texts if word in text]
    again = verb(aws, "destroy", label)
    assert again.code == 0
    assert f"there is no stack {name}" in again.err
    assert all(physical in again.out for _, physical in fates(aws, "retained"))


def test_news_come_in_time(aws: Fake, tmp_path: Path) -> None:
    """What is done is told when it is, also the last of a nested stack, and not at the end of the whole."""
    told = made(aws, "tasktracker/demo", REPOSITORY / "out/tasktracker/demo/root.yaml", tmp_path / "plan.json")
    assert "tasktracker-demo is in CREATE_COMPLETE: done" in told.out
    lines = told.out.splitlines()
    done = [line.split()[1] for line in lines if line.endswith("CREATE_COMPLETE") and "/" in line.split()[1]]
    network = [place for place in done if place.startswith("Network/")]
    assert done[: len(network)] == network
    waited = [line for line in lines if "waiting for" in line]
    assert waited
    assert not [line for line in waited if "Network/" in line]
