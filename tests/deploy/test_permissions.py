"""What the deployer calls is what the policy for whoever starts a deployment allows."""

import json

import pytest
from botocore import xform_name
from click.testing import CliRunner

from tasktracker_cfn.cli.main import main
from tasktracker_cfn.deploy.bootstrap import STACK_NAME
from tasktracker_cfn.gate.permissions.documents import ARTIFACTS
from tests.commands import REPOSITORY
from tests.deploy.every_call import CALLS
from tests.deploy.models import Recorder

# Two operations of S3 go by other names among permissions.
OTHERWISE = {"head_bucket": "list_bucket", "head_object": "get_object"}
# Only `gc` and `destroy --empty` look at versions, which whoever deploys need not.
CLEANING = {"list_object_versions"}


@pytest.fixture(scope="module")
def allowed() -> set[str]:
    """Give the operations that the printed policy allows, as the gateway writes them."""
    asked = ["permissions", str(REPOSITORY / "out/tasktracker/demo"), "--stack-name", "tasktracker-demo", "--caller"]
    place = ["--account", "123456789012", "--region", "us-east-1", "--bucket", "artifacts"]
    document = json.loads(CliRunner().invoke(main, [*asked, *place], catch_exceptions=False).stdout)
    return {xform_name(action.partition(":")[2]) for entry in document["Statement"] for action in entry["Action"]}


@pytest.mark.parametrize("name", CALLS)
def test_every_call_is_allowed(name: str, allowed: set[str]) -> None:
    """Each call of the gateway is in the policy that `permissions --caller` prints."""
    recorder = Recorder()
    CALLS[name](recorder)
    asked = {OTHERWISE.get(operation, operation) for operation, *_ in recorder.asked}
    assert asked - CLEANING <= allowed


def test_the_stack_of_the_bucket() -> None:
    """The policy and the deployer name the same stack."""
    assert ARTIFACTS == STACK_NAME
