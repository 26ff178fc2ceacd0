"""Document 000 as a whole: its region and its outputs."""

from tests.systems import database, region, tasktracker, traffic
from tests.systems.built import System

FOLDER = tasktracker.FOLDER


def test_s0_03_everything_is_in_one_region(system: System) -> None:
    """Wherever a region is written, it is us-east-1."""
    assert region.others(system) == []


def test_s0_70_the_load_balancers_name_is_put_out(system: System) -> None:
    """The output AlbDnsName is the load balancer's DNS name."""
    assert tasktracker.refers(system, system.output("AlbDnsName"), traffic.load_balancer(system), "DNSName")


def test_s0_71_the_databases_address_is_put_out(system: System) -> None:
    """The output RdsEndpoint is the address of the database's endpoint."""
    assert tasktracker.refers(system, system.output("RdsEndpoint"), database.database(system), "Endpoint.Address")


def test_s0_72_the_databases_group_is_put_out(system: System) -> None:
    """The output RdsSecurityGroupId is the id of the database's security group."""
    output = system.output("RdsSecurityGroupId")
    assert tasktracker.refers(system, output, database.group(system), "GroupId")


def test_s0_73_the_frontend_repository_is_put_out(system: System) -> None:
    """The output FrontendEcrUri is the URI of tasktracker-frontend."""
    expected = tasktracker.repository(system, "tasktracker-frontend")
    assert tasktracker.refers(system, system.output("FrontendEcrUri"), expected, "RepositoryUri")


def test_s0_74_the_backend_repository_is_put_out(system: System) -> None:
    """The output BackendEcrUri is the URI of tasktracker-backend."""
    expected = tasktracker.repository(system, "tasktracker-backend")
    assert tasktracker.refers(system, system.output("BackendEcrUri"), expected, "RepositoryUri")


def test_s0_75_outputs_are_described(system: System) -> None:
    """Each of the five outputs has a description."""
    outputs = system.nest.root.outputs
    for name in ("AlbDnsName", "RdsEndpoint", "RdsSecurityGroupId", "FrontendEcrUri", "BackendEcrUri"):
        assert outputs[name].definition.get("Description")
