"""The verb `destroy`, as it is called: the shipped builds, from the announcement to what is left."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.aws.commands import verb
from tests.aws.fake import CANARIES, Fake
from tests.aws.fixtures import aws
from tests.aws.packing import deploy, packed
from tests.commands import REPOSITORY, Ended

__all__ = ["aws"]

ROOTS = sorted((REPOSITORY / "out").glob("*/*/root.yaml"))
# What people are told to do by hand, and which property of which resource that sets.
BY_HAND = {
    "--db-instance-identifier": ("DeletionProtection", False),
    "--db-cluster-identifier": ("DeletionProtection", False),
    "--load-balancer-arn": ("LoadBalancerAttributes", [{"Key": "deletion_protection.enabled", "Value": "false"}]),
}


def deployed(aws: Fake, root: Path) -> tuple[str, str]:
    """Deploy a build as `apply` leaves it, protected; give what the verbs call it, and the stack's name."""
    body = packed(aws, root)
    asked = aws.client("cloudformation").get_template_summary(TemplateBody=body)["Parameters"]
    values = [
        {"ParameterKey": one["ParameterKey"], "ParameterValue": one.get("DefaultValue", "arn:aws:fake:::x")}
        for one in asked
    ]
    label = "/".join(root.parts[-3:-1])
    name = label.replace("/", "-")
    assert deploy(aws, name, body, Parameters=values) == "CREATE_COMPLETE"
    aws.client("cloudformation").update_termination_protection(StackName=name, EnableTerminationProtection=True)
    return label, name


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


def told(rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Give what is told of, by address and id."""
    return {(str(row.get("resource", row.get("address"))), str(row["physical_id"])) for row in rows}


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: "-".join(root.parts[-3:-1]))
def test_what_is_announced_happens(aws: Fake, root: Path) -> None:
    """A build is destroyed by doing what is said, and what was announced as kept, snapshotted and lost is just that."""
    label, name = deployed(aws, root)
    refused = verb(aws, "destroy", label, "--confirm", name)
    assert refused.code == 1
    assert f"1. {name} has termination protection" in refused.out
    protected = {
        f"{'/'.join(stack.path)}/{key}"
        for stack in aws.world.stacks
        for key, one in stack.resources.items()
        if "'deletion_protection.enabled', 'Value': 'true'" in str(one.properties)
        or one.properties.get("DeletionProtection") is True
    }
    assert set(re.findall(r"^  \d+\. (\S+) \(AWS::", refused.out, re.MULTILINE)) == protected
    assert not aws.world.fates
    assert do_by_hand(aws, refused) == len(protected)

    # To look again and again while a distribution goes takes most of the time.
    aws.when("DeleteStack", lambda: aws.when("DescribeStacks", aws.settle))
    ended = next_call(aws, refused, "--confirm", name, "--format", "json")
    assert ended.code == 0, ended.err
    document = json.loads(ended.out)
    assert document["status"] == "DELETE_COMPLETE"
    assert not document["obstacles"]
    assert told(document["kept"]) == fates(aws, "retained")
    assert told(document["snapshotted"]) == fates(aws, "snapshotted")
    assert told(document["lost"] + document["deleted"]) == fates(aws, "deleted")
    left = {what: told([one for one in document["left"] if one["what"] == what]) for what in ("kept", "snapshot")}
    assert left == {"kept": fates(aws, "retained"), "snapshot": fates(aws, "snapshotted")}
    assert {name for name in aws.store.buckets if name not in str(left)} == {"artifacts"}
    assert not [call for call in aws.calls if call.operation == "DeleteObjects"]
    assert not [word for word in CANARIES if word in refused.out + ended.out + ended.err]


def test_what_was_left_is_told_again(aws: Fake) -> None:
    """Run after the end, it says that nothing is to be done, and again what the last delete left, with identifiers."""
    label, name = deployed(aws, REPOSITORY / "out/fargate-nonprod/nonprod/root.yaml")
    aws.stack(name).stack.termination_protection = False
    aws.other_actor().delete(name)
    aws.settle()
    after = verb(aws, "destroy", label)
    assert after.code == 0
    assert f"there is no stack {name}" in after.err
    assert fates(aws, "retained")
    assert all(physical in after.out for _, physical in fates(aws, "retained"))
