"""Settings that reach several stacks do what they say in each of them."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, properties
from tests.toml_files import DATABASE_KEYS, Key


def test_log_group_names(tmp_path: Path) -> None:
    """Log groups have the names that are given to them, and none otherwise."""
    named = nest_with(
        tmp_path,
        {"network.flow_logs": {"log_group": "/vpc/x", "retention_days": 3}, "service.log_group": "/ecs/x"},
    )
    assert properties(named["network"], "FlowLogGroup")["LogGroupName"] == "/vpc/x"
    assert properties(named["network"], "FlowLogGroup")["RetentionInDays"] == 3
    assert properties(named["service"], "TaskLogGroup")["LogGroupName"] == "/ecs/x"
    plain = nest_with(tmp_path)
    assert "LogGroupName" not in properties(plain["network"], "FlowLogGroup")
    assert "LogGroupName" not in properties(plain["service"], "TaskLogGroup")


@pytest.fixture(name="lasting")
def _lasting(tmp_path: Path) -> dict[str, dict[str, Any]]:
    changes: dict[Key, object] = {
        "environments": {"production": {}},
        "data.repositories.api": {"name": "api"},
    }
    return nest_with(tmp_path, changes)


def test_lasting_system(lasting: dict[str, dict[str, Any]]) -> None:
    """A system that is not disposable keeps secrets and images, and is protected from being deleted."""
    for logical_id in ("DatabaseSecret", "ApiRepository"):
        resource = lasting["data"]["Resources"][logical_id]
        assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert "EmptyOnDelete" not in properties(lasting["data"], "ApiRepository")
    assert properties(lasting["data"], "Database")["DeletionProtection"] is True
    attributes = properties(lasting["edge"], "LoadBalancer")["LoadBalancerAttributes"]
    assert {"Key": "deletion_protection.enabled", "Value": "true"} in attributes


def test_no_database(tmp_path: Path) -> None:
    """Without a database nothing of it is anywhere."""
    nest = nest_with(tmp_path, drop=DATABASE_KEYS)
    for template in nest.values():
        named = [*template["Resources"], *template.get("Parameters", {}), *template.get("Outputs", {})]
        assert not [name for name in named if name.startswith("Database")]
    egress = properties(nest["network"], "TaskSecurityGroup")["SecurityGroupEgress"]
    assert [rule["FromPort"] for rule in egress] == [443]
