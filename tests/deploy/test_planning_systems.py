"""The seven shipped builds: planned, deployed, planned again, and given another image."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.plan.planning import Planned
from tasktracker_cfn.deploy.review.markdown import markdown
from tasktracker_cfn.model.nest import load
from tests.aws.fake import Fake
from tests.commands import REPOSITORY
from tests.deploy.planned_nest import execute, plan, ready, text

ROOTS = sorted((REPOSITORY / "out").glob("*/*/root.yaml"))
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/new:2"


def _of(planned: Planned, *labels: str) -> set[str]:
    return {row.stack[0] for row in planned.review.rows if row.label in labels}


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: "-".join(root.parts[-3:-1]))
def test_life(aws: Fake, root: Path) -> None:
    """A build is all new at first, then no change, then an image changes the service and nothing else."""
    ready(aws)
    parameters = load(root).root.parameters
    given = {name: f"arn:aws:fake:::{name}" for name, one in parameters.items() if not one.has_default}
    first = plan(aws, root, given)
    assert first.review.verdict == "go"
    assert {row.effect for row in first.review.rows} == {"add"}
    assert "first deployment" in text(first)
    execute(aws, first)

    assert plan(aws, root, {}).plan is None
    aws.world.empty_nest = "noise"
    noisy = plan(aws, root, {})
    assert (noisy.plan, noisy.review.verdict) == (None, "none")
    assert {row.label for row in noisy.review.rows} <= {"unresolved"}

    image = next(name for name in parameters if "Image" in name)
    changed = plan(aws, root, {image: "2.0.0" if image.endswith("Tag") else IMAGE})
    assert _of(changed, "real", "follows") == {"Service"}
    assert (changed.review.verdict, changed.review.needs_allow) == ("go", ())
    assert changed.review.counts.folded > 1
    assert image in markdown(changed.review)
    execute(aws, changed)
    assert plan(aws, root, {}).plan is None
