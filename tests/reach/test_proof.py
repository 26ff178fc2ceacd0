"""Everything that must be reached can be, as the emitted templates alone show; and what breaks a way is noticed."""

from collections.abc import Callable

import pytest

from tests.reach.breaches import BREACHES, Breach
from tests.reach.cases import CASES, REGION
from tests.reach.conftest import Builder
from tests.reach.proof import told, unreachable
from tests.systems.built import System


@pytest.mark.parametrize("name", CASES)
def test_everything_is_reached(name: str, case: Builder) -> None:
    """What tasks, a rotation and a bastion call, and what they and the load balancer talk to, is within reach."""
    assert unreachable(case(name), REGION) == []


def test_what_a_task_needs_is_derived(case: Builder) -> None:
    """Registry, layers, logs and secrets are among what the tasks of a system without NAT gateways call."""
    called = {service for caller, service in told(case("private")) if caller.name == "the tasks"}
    assert called == {
        "ecr.api in us-east-1",
        "ecr.dkr in us-east-1",
        "layers in us-east-1",
        "logs",
        "secretsmanager",
        "s3",
    }


def test_what_a_collector_needs_is_derived(case: Builder) -> None:
    """Metrics and traces are among what the tasks call where they are collected."""
    called = {service for caller, service in told(case("private, measured")) if caller.name == "the tasks"}
    assert {"aps-workspaces", "xray"} <= called


def test_there_is_no_nat(case: Builder) -> None:
    """The proof is about systems in which nothing but endpoints leads out of the private subnets."""
    for name in CASES:
        has_nat = bool(case(name).of("AWS::EC2::NatGateway"))
        assert has_nat == (not name.startswith("private") and name != "public"), name


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.case}: {breach.new.strip():.50}")
def test_a_broken_way_is_noticed(breach: Breach, broken: Callable[[str, str, str, str], System]) -> None:
    """What is no longer within reach is named, with what is in the way."""
    found = unreachable(broken(breach.case, breach.file, breach.old, breach.new), REGION)
    assert any(breach.cannot in line and breach.why in line for line in found), found
