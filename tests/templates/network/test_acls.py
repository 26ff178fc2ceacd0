"""Network ACLs let in and out of each tier what it needs, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type
from tests.templates.network.private import ISOLATED, WITHOUT_NAT, vpn
from tests.toml_files import Key

ACLS: dict[Key, object] = {"network.network_acls": True, **ISOLATED}
ENTRY = "AWS::EC2::NetworkAclEntry"
HIGH = (1024, 65535)
FROM_INTERNET = {("0.0.0.0/0", 1024, 3388), ("0.0.0.0/0", 3390, 65535)}


def _entries(network: dict[str, Any], tier: str, *, egress: bool) -> set[tuple[str, int, int]]:
    """Give block and ports of what an ACL lets pass in a direction."""
    found = [item["Properties"] for item in of_type(network, ENTRY).values()]
    mine = [entry for entry in found if entry["NetworkAclId"] == {"Ref": f"{tier}Acl"} and entry["Egress"] is egress]
    assert all((entry["Protocol"], entry["RuleAction"]) == (6, "allow") for entry in mine)
    return {(entry["CidrBlock"], entry["PortRange"]["From"], entry["PortRange"]["To"]) for entry in mine}


def test_s2_12_each_tier_has_an_acl(tmp_path: Path) -> None:
    """Each subnet has the ACL of its tier, and gets it when all entries are there."""
    network = nest_with(tmp_path, ACLS)["network"]
    for tier in ("Public", "Private", "Isolated"):
        own = {name for name in of_type(network, ENTRY) if name.startswith(f"{tier}Acl")}
        for letter in "AB":
            association = network["Resources"][f"{tier}SubnetAcl{letter}"]
            assert association["Properties"]["NetworkAclId"] == {"Ref": f"{tier}Acl"}
            assert association["Properties"]["SubnetId"] == {"Ref": f"{tier}Subnet{letter}"}
            assert set(association["DependsOn"]) == own


def test_no_acls(tmp_path: Path) -> None:
    """Without the setting there is no ACL."""
    assert not of_type(nest_with(tmp_path)["network"], "AWS::EC2::NetworkAcl")


def test_the_public_tier(tmp_path: Path) -> None:
    """The public tier takes requests and answers, sends both on, and takes what goes out over the NAT gateway."""
    network = nest_with(tmp_path, ACLS)["network"]
    assert _entries(network, "Public", egress=False) == {
        ("0.0.0.0/0", 80, 80),
        ("0.0.0.0/0", 443, 443),
        ("10.0.10.0/23", *HIGH),
        *FROM_INTERNET,
    }
    assert _entries(network, "Public", egress=True) == {("0.0.0.0/0", *HIGH), ("0.0.0.0/0", 443, 443)}


def test_a_private_tier_without_nat(tmp_path: Path) -> None:
    """The private tier without NAT takes requests of the load balancer, and asks endpoints, S3 and the database."""
    network = nest_with(tmp_path, {**ACLS, **WITHOUT_NAT})["network"]
    assert _entries(network, "Public", egress=True) == {("0.0.0.0/0", *HIGH)}
    assert _entries(network, "Private", egress=False) == {
        ("10.0.10.0/23", 443, 443),
        ("10.0.10.0/23", *HIGH),
        ("10.0.20.0/23", *HIGH),
        *FROM_INTERNET,
    }
    assert _entries(network, "Private", egress=True) == {
        ("0.0.0.0/0", 443, 443),
        ("10.0.1.0/24", *HIGH),
        ("10.0.2.0/24", *HIGH),
        ("10.0.10.0/23", *HIGH),
        ("10.0.20.0/23", 5432, 5432),
    }


def test_the_database_tier(tmp_path: Path) -> None:
    """The database's tier talks to the tasks' tier on its port, and to nobody else."""
    network = nest_with(tmp_path, ACLS)["network"]
    assert _entries(network, "Isolated", egress=False) == {("10.0.10.0/23", 5432, 5432)}
    assert _entries(network, "Isolated", egress=True) == {("10.0.10.0/23", *HIGH)}


def test_the_database_tier_over_a_vpn(tmp_path: Path) -> None:
    """Where a VPN may reach the database, the database's tier also talks to the networks at its other end."""
    network = nest_with(tmp_path, {**ACLS, **vpn(database_access=True)})["network"]
    assert ("192.168.4.0/22", 5432, 5432) in _entries(network, "Isolated", egress=False)
    assert ("198.18.0.0/15", *HIGH) in _entries(network, "Isolated", egress=True)


@pytest.mark.parametrize("port", [22, 3389])
@pytest.mark.parametrize("base", ["task-management-api", "tasktracker"])
def test_no_administration_from_anywhere(port: int, base: str, tmp_path: Path) -> None:
    """No entry lets anybody in to a port of remote administration."""
    network = nest_with(tmp_path, {"network.network_acls": True}, base=base)["network"]
    for tier in ("Public", "Private", "Isolated"):
        for block, first, last in _entries(network, tier, egress=False):
            assert block != "0.0.0.0/0" or not first <= port <= last
