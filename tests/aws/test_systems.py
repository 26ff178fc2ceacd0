"""The shipped systems live in the fake: created, changed, deleted, each in a moment."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.aws.fake import Fake
from tests.aws.packing import change_set, deploy, packed
from tests.commands import REPOSITORY

ROOTS = sorted((REPOSITORY / "out").glob("*/*/root.yaml"))


def _parameters(aws: Fake, body: str, **more: str) -> list[dict[str, Any]]:
    asked = aws.client("cloudformation").get_template_summary(TemplateBody=body)["Parameters"]
    values = {one["ParameterKey"]: one.get("DefaultValue", f"arn:aws:fake:::{one['ParameterKey']}") for one in asked}
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in (values | more).items()]


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: "-".join(root.parts[-3:-1]))
def test_life(aws: Fake, root: Path) -> None:
    """A system is created, is the same again, gets an image, and is deleted."""
    began = time.monotonic()
    body = packed(aws, root)
    given = _parameters(aws, body)
    assert deploy(aws, "shop-dev", body, Parameters=given) == "CREATE_COMPLETE", aws.stack("shop-dev").events
    shop = aws.stack("shop-dev")
    assert {child.status for child in shop.children.values()} == {"CREATE_COMPLETE"}
    again = change_set(aws, "shop-dev", body, Parameters=given)
    assert (again["Status"], again["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert again["StatusReason"].startswith("The submitted information didn't contain changes.")

    image = next(one["ParameterKey"] for one in given if one["ParameterKey"].endswith(("Image", "ImageTag")))
    before = {name: dict(child.physical_ids) for name, child in shop.children.items()}
    assert deploy(aws, "shop-dev", body, "UPDATE", Parameters=_parameters(aws, body, **{image: "new"})) == (
        "UPDATE_COMPLETE"
    )
    after = aws.stack("shop-dev")
    changed = {name for name, child in after.children.items() if child.physical_ids != before[name]}
    assert changed == {"Service"}

    for _ in range(5):
        _unprotect(aws)
        aws.client("cloudformation").delete_stack(StackName="shop-dev")
        aws.settle()
    assert aws.stack("shop-dev").status == "DELETE_COMPLETE", aws.stack("shop-dev").reason
    assert all(not stack.alive for stack in aws.world.stacks)
    assert time.monotonic() - began < 10


def _unprotect(aws: Fake) -> None:
    """End what protects things from deletion, and keep nothing, so that nothing pins anything."""
    for stack in aws.world.stacks:
        for resource in stack.resources.values():
            resource.properties.pop("DeletionProtection", None)
            resource.properties.pop("LoadBalancerAttributes", None)
            if resource.deletion_policy == "Retain":
                resource.deletion_policy = "Delete"
