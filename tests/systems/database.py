"""Questions about the database: its instance, its group, its subnets, its secret."""

import re
from collections.abc import Mapping

from tasktracker_cfn.model.values import Text, Value
from tests.systems.built import Item, System, follow, text, true

# What RDS does not take in a master password.
REFUSED = '/@" '
DYNAMIC = re.compile(r"\{\{resolve:secretsmanager:(?P<secret>.*?):SecretString:(?P<key>[^:}]+)(:.*)?\}\}")


def database(system: System) -> Item:
    """Give the one database instance that is no replica of another."""
    found = [item for item in system.of("AWS::RDS::DBInstance") if item.get("SourceDBInstanceIdentifier") is None]
    assert len(found) == 1, f"{len(found)} databases: {', '.join(map(str, found))}"
    return found[0]


def group(system: System) -> Item:
    """Give the one security group of the database."""
    (found,) = system.all_at(database(system).get("VPCSecurityGroups"))
    return found


def subnets(system: System) -> tuple[Item, ...]:
    """Give the subnets of the database's subnet group."""
    found = system.at(database(system).get("DBSubnetGroupName"))
    assert found is not None, "the database has no subnet group of this system"
    return system.all_at(found.get("SubnetIds"))


def secret(system: System) -> Item:
    """Give the Secrets Manager secret that the master password is read from."""
    return secret_of(system, database(system))


def secret_of(system: System, instance: Item) -> Item:
    """Give the Secrets Manager secret that an instance's or a cluster's master password is read from."""
    found, key = _dynamic(system, instance.get("MasterUserPassword"))
    assert key == "password", f"the password is read from the key {key}"
    return found


def unwanted_characters(generated: Value) -> set[str]:
    """Give the characters that a generated password may have and RDS does not take."""
    assert follow(generated, "GenerateStringKey") == "password", f"no generated password: {generated}"
    return refused_characters(generated)


def refused_characters(generated: Value) -> set[str]:
    """Give the characters that RDS does not take and that these settings of a generator let through."""
    if true(follow(generated, "ExcludePunctuation")) and not true(follow(generated, "IncludeSpace")):
        return set()
    excluded = set(str(follow(generated, "ExcludeCharacters") or ""))
    if not true(follow(generated, "IncludeSpace")):
        excluded.add(" ")
    return set(REFUSED) - excluded


def parameter_group(system: System) -> Item:
    """Give the parameter group of the database."""
    found = system.at(database(system).get("DBParameterGroupName"))
    assert found is not None, "the database has no parameter group of this system"
    return found


def parameters(system: System) -> Mapping[str, Value]:
    """Give the parameters that the database runs with, by their names."""
    found = parameter_group(system).get("Parameters")
    assert isinstance(found, Mapping), "the parameter group says nothing"
    return found


def major_version(system: System) -> str:
    """Give the major version of the engine."""
    return text(database(system).get("EngineVersion")).split(".")[0]


def _dynamic(system: System, value: Value) -> tuple[Item, str]:
    """Give the secret and the key of a dynamic reference, which is a text around a reference."""
    assert isinstance(value, Text), f"the password is no dynamic reference: {value}"
    references = [part for part in value.parts if not isinstance(part, str)]
    whole = "".join(part if isinstance(part, str) else "<>" for part in value.parts)
    match = DYNAMIC.fullmatch(whole)
    assert match is not None, f"no dynamic reference to Secrets Manager: {whole}"
    assert match["secret"] == "<>", f"no secret of this system: {whole}"
    found = system.at(references[0])
    assert found is not None, f"no secret of this system: {references[0]}"
    assert found.type == "AWS::SecretsManager::Secret"
    return found, match["key"]
