"""What a person may call the ends of a connection."""

from pathlib import Path

import pytest

from tasktracker_cfn.errors import UnclearError
from tasktracker_cfn.model.reach.naming import named, ports
from tests.model.reach.small import small


@pytest.mark.parametrize(
    ("name", "place", "listens"),
    [
        ("Database", "Database", (5432,)),
        ("Balancer", "Balancer", (443,)),
        ("Service", "Service", (8000,)),
        ("Bastion", "Bastion", ()),
        ("internet", "the internet", (443,)),
        ("0.0.0.0/0", "the internet", (443,)),
        ("192.168.0.0/16", "192.168.0.0/16", ()),
        ("secretsmanager", "secretsmanager", (443,)),
        ("ecr", "ecr.api", (443,)),
        ("CloudWatch", "monitoring", (443,)),
    ],
)
def test_a_name(name: str, place: str, listens: tuple[int, ...], tmp_path: Path) -> None:
    """Resources, the internet, addresses and services are known by their usual names, and mostly where they listen."""
    system = small(tmp_path)
    found = named(system, name)
    assert (found.name, ports(system, found)) == (place, listens)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Databas", "do you mean Database?"),
        ("secretmanager", "do you mean secretsmanager?"),
        ("zzz", "there are Nat, Balancer, Service, Database, Bastion, Function"),
        ("Secret", "Secret is of AWS::SecretsManager::Secret, which no connection is to or from"),
    ],
)
def test_a_name_of_nothing(name: str, message: str, tmp_path: Path) -> None:
    """A name that means nothing is refused with what may have been meant."""
    with pytest.raises(UnclearError) as caught:
        named(small(tmp_path), name)
    assert message in str(caught.value)


def test_a_name_of_two(tmp_path: Path) -> None:
    """A logical id that two stacks have is refused; the address is understood."""
    text = "Resources: {Function: {Type: 'AWS::Lambda::Function'}}"
    (tmp_path / "child.yaml").write_text(text, encoding="utf-8")
    child = '\n  Child: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: child.yaml}}\n'
    system = small(tmp_path, more=child)
    assert named(system, "Child/Function").name == "Child/Function"
    assert named(system, "Function").name == "Function"
