"""The cache is encrypted, opened by a token, reached by the tasks only, and as sturdy as it is told to be."""

from pathlib import Path

import pytest

from tests.nests import nest_with, of_type, properties
from tests.systems import rules
from tests.systems.built import follow
from tests.templates.data.buckets import build
from tests.templates.switches import API
from tests.toml_files import Key

CACHE: dict[Key, object] = {"data.cache": {"subnets": "private"}}
TOLD: dict[Key, object] = {
    **CACHE,
    f"{API}.environment_from.CACHE_HOST": "cache.host",
    f"{API}.environment_from.CACHE_PORT": "cache.port",
    f"{API}.secrets": {"CACHE_TOKEN": "cache.auth-token"},
    "outputs.CacheHost": "cache.host",
    "outputs.CachePort": "cache.port",
}


def test_no_cache_unless_told(tmp_path: Path) -> None:
    """A system without a cache has nothing of one."""
    nest = nest_with(tmp_path)
    assert not [name for template in nest.values() for name in template["Resources"] if "Cache" in name]
    assert all(
        rule["FromPort"] != 6379 for rule in properties(nest["network"], "TaskSecurityGroup")["SecurityGroupEgress"]
    )


def test_encrypted_and_locked(tmp_path: Path) -> None:
    """The cache is encrypted at rest and in transit, and its token is generated and resolved by CloudFormation."""
    data = nest_with(tmp_path, CACHE)["data"]
    cache = properties(data, "Cache")
    assert cache["Engine"] == "valkey"
    assert cache["AtRestEncryptionEnabled"] is True
    assert cache["TransitEncryptionEnabled"] is True
    assert cache["AutoMinorVersionUpgrade"] is True
    assert cache["AuthToken"] == {"Fn::Sub": "{{resolve:secretsmanager:${CacheSecret}:SecretString:token}}"}
    generated = properties(data, "CacheSecret")["GenerateSecretString"]
    assert generated["GenerateStringKey"] == "token"
    # The cache takes 16 to 128 characters, and of punctuation only some.
    assert 16 <= generated["PasswordLength"] <= 128
    assert generated["ExcludePunctuation"] is True
    assert "KmsKeyId" not in cache


def test_own_key(tmp_path: Path) -> None:
    """With a key of our own for data the cache and its token are encrypted with it."""
    nest = nest_with(tmp_path, {**TOLD, "encryption.data": True})
    assert properties(nest["data"], "Cache")["KmsKeyId"] == {"Ref": "DataKeyArn"}
    assert properties(nest["data"], "CacheSecret")["KmsKeyId"] == {"Ref": "DataKeyArn"}
    statements = properties(nest["service"], "ExecutionPolicy")["PolicyDocument"]["Statement"]
    assert {"ReadInjectedSecrets", "DecryptSecrets"} <= {statement["Sid"] for statement in statements}


def test_one_node(tmp_path: Path) -> None:
    """One node fails over to nothing, and its snapshots are kept for a day."""
    cache = properties(nest_with(tmp_path, CACHE)["data"], "Cache")
    assert (cache["NumCacheClusters"], cache["AutomaticFailoverEnabled"], cache["MultiAZEnabled"]) == (1, False, False)
    assert cache["SnapshotRetentionLimit"] == 1


def test_several_nodes(tmp_path: Path) -> None:
    """Several nodes fail over, to another zone where that is asked for."""
    told = {"subnets": "private", "nodes": 3, "multi_az": True, "node_type": "cache.m7g.large", "version": "8.1"}
    cache = properties(nest_with(tmp_path, {"data.cache": told})["data"], "Cache")
    assert (cache["NumCacheClusters"], cache["AutomaticFailoverEnabled"], cache["MultiAZEnabled"]) == (3, True, True)
    assert (cache["CacheNodeType"], cache["EngineVersion"]) == ("cache.m7g.large", "8.1")


@pytest.mark.parametrize("days", [0, 7])
def test_snapshots(days: int, tmp_path: Path) -> None:
    """Snapshots are kept for their days, and taken at night, outside of maintenance."""
    cache = properties(nest_with(tmp_path, {**CACHE, "data.cache.snapshot_days": days})["data"], "Cache")
    assert cache["SnapshotRetentionLimit"] == days
    assert cache.get("SnapshotWindow") == ("06:00-07:00" if days else None)
    assert cache["PreferredMaintenanceWindow"] == "sun:07:30-sun:08:30"


@pytest.mark.parametrize(("disposable", "policy"), [(True, "Delete"), (False, "Snapshot")])
def test_what_stays(disposable: bool, policy: str, tmp_path: Path) -> None:
    """A cache leaves a snapshot when it is deleted or replaced, unless its system is disposable."""
    data = nest_with(tmp_path, {**CACHE, "environments.development.disposable": disposable})["data"]
    cache = data["Resources"]["Cache"]
    assert (cache["DeletionPolicy"], cache["UpdateReplacePolicy"]) == (policy, policy)
    secret = data["Resources"]["CacheSecret"]
    assert (secret["DeletionPolicy"], secret["UpdateReplacePolicy"]) == (
        "Delete" if disposable else "Retain",
        "Retain",
    )


def test_reached_by_the_tasks_only(tmp_path: Path) -> None:
    """The cache's group admits the tasks' group on one port, lets nothing out, and the tasks may go there."""
    system = build(tmp_path, CACHE)
    cache = system.one("AWS::ElastiCache::ReplicationGroup")
    (group,) = system.all_at(cache.get("SecurityGroupIds"))
    (admitted,) = rules.inbound(system, group)
    assert (str(admitted.peer), admitted.first, admitted.last) == ("Network/TaskSecurityGroup", 6379, 6379)
    (out,) = group.entries("SecurityGroupEgress")
    assert out.get("CidrIp") == "127.0.0.1/32"
    (tasks,) = [item for item in system.of("AWS::EC2::SecurityGroup") if str(item) == "Network/TaskSecurityGroup"]
    assert any(
        system.at(follow(rule, "DestinationSecurityGroupId")) == group and rule.get("FromPort") == 6379
        for rule in tasks.entries("SecurityGroupEgress")
    )


def test_subnets(tmp_path: Path) -> None:
    """The cache is in all subnets of its tier."""
    system = build(tmp_path, CACHE)
    group = system.at(system.one("AWS::ElastiCache::ReplicationGroup").get("CacheSubnetGroupName"))
    assert group is not None
    assert {str(subnet) for subnet in system.all_at(group.get("SubnetIds"))} == {
        "Network/PrivateSubnetA",
        "Network/PrivateSubnetB",
    }


def test_what_tasks_are_told(tmp_path: Path) -> None:
    """Tasks get host and port of the node that is written to, and the token, which only their start may read."""
    nest = nest_with(tmp_path, TOLD)
    assert nest["data"]["Outputs"]["CacheHost"]["Value"] == {"Fn::GetAtt": ["Cache", "PrimaryEndPoint.Address"]}
    assert nest["data"]["Outputs"]["CachePort"]["Value"] == {"Fn::GetAtt": ["Cache", "PrimaryEndPoint.Port"]}
    (container,) = properties(nest["service"], "TaskDefinition")["ContainerDefinitions"]
    told = {entry["Name"]: entry["Value"] for entry in container["Environment"]}
    assert (told["CACHE_HOST"], told["CACHE_PORT"]) == ({"Ref": "CacheHost"}, {"Ref": "CachePort"})
    assert container["Secrets"] == [{"Name": "CACHE_TOKEN", "ValueFrom": {"Fn::Sub": "${CacheSecretArn}:token::"}}]
    (read,) = [
        statement
        for statement in properties(nest["service"], "ExecutionPolicy")["PolicyDocument"]["Statement"]
        if statement["Sid"] == "ReadInjectedSecrets"
    ]
    assert read["Resource"] == [{"Ref": "CacheSecretArn"}]
    assert {"CacheHost", "CachePort"} <= nest["root"]["Outputs"].keys()
    assert set(of_type(nest["service"], "AWS::Events::Rule")) == set()
