"""Tasks are replaced after a change of password, when and only when they hold one."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.node import node
from tests.toml_files import Key

API = "service.containers.api"
HOSTED: dict[Key, object] = {"data.database.rotation": {"method": "hosted-function"}}
MANAGED: dict[Key, object] = {"data.database.rotation": {"method": "managed", "days": 12}}
INJECTED: dict[Key, object] = {f"{API}.secrets": {"DB_PASS": "database.password"}}

# A stand-in for AWS's client, which keeps what it is told.
CLIENT = """
class UpdateServiceCommand { constructor(input) { this.input = input; } }
class ECSClient { async send(command) { console.log(JSON.stringify(command.input)); } }
module.exports = { ECSClient, UpdateServiceCommand };
"""


@pytest.mark.parametrize("rotation", [HOSTED, MANAGED], ids=["hosted", "managed"])
def test_restart_where_a_password_is_injected(rotation: dict[Key, object], tmp_path: Path) -> None:
    """A rule hears of the secret's new version and invokes a function that may update this service only."""
    nest = nest_with(tmp_path, {**rotation, **INJECTED})
    service = nest["service"]
    (rule,) = of_type(service, "AWS::Events::Rule").values()
    assert rule["Properties"]["EventPattern"] == {
        "source": ["aws.secretsmanager"],
        "detail-type": ["Secret Label Updated"],
        "resources": [{"Ref": "DatabaseSecretArn"}],
        "detail": {"labelUpdated": ["AWSCURRENT"]},
    }
    (permission,) = of_type(service, "AWS::Lambda::Permission").values()
    assert permission["Properties"]["SourceArn"] == {"Fn::GetAtt": ["RestartRule", "Arn"]}
    policy = properties(service, "RestartPolicy")["PolicyDocument"]["Statement"]
    assert [s["Resource"] for s in policy if "ecs:UpdateService" in s["Action"]] == [[{"Ref": "Service"}]]


@pytest.mark.parametrize(
    "changes", [HOSTED, MANAGED, INJECTED], ids=["hosted, read at run time", "managed, read at run time", "no rotation"]
)
def test_no_restart_without_need(changes: dict[Key, object], tmp_path: Path) -> None:
    """Where no task holds a password that changes, there is nothing that restarts."""
    assert of_type(nest_with(tmp_path, changes)["service"], "AWS::Events::Rule") == {}


def test_the_function_starts_a_deployment(tmp_path: Path) -> None:
    """The emitted code, run by node, asks ECS for a new deployment of the service that its environment names."""
    function = properties(nest_with(tmp_path, {**HOSTED, **INJECTED})["service"], "RestartFunction")
    (tmp_path / "index.js").write_text(function["Code"]["ZipFile"])
    client = tmp_path / "node_modules" / "@aws-sdk" / "client-ecs"
    client.mkdir(parents=True)
    (client / "index.js").write_text(CLIENT)
    done = subprocess.run(
        [node(), "-e", "require('./index.js').handler({}).then(() => {})"],
        cwd=tmp_path,
        env={"CLUSTER": "the-cluster", "SERVICE": "the-service"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    assert told == {"cluster": "the-cluster", "service": "the-service", "forceNewDeployment": True}
    assert function["Environment"]["Variables"] == {
        "CLUSTER": {"Ref": "Cluster"},
        "SERVICE": {"Fn::GetAtt": ["Service", "Name"]},
    }
