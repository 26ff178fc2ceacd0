"""What document 003 leaves open and the shipped system leaves out, in a build that has it switched on."""

from tests.systems import policies, rules, sinks, tasks
from tests.systems.built import System, entries, follow, listed

FOLDER = sinks.MYSQL


def test_s3_14_other_accounts_may_pull(system: System) -> None:
    """A repository lets named accounts pull, and nothing else."""
    allowed = [
        entry
        for repository in system.of("AWS::ECR::Repository")
        for entry in entries(follow(repository.get("RepositoryPolicyText"), "Statement"))
    ]
    assert allowed
    for entry in allowed:
        assert set(map(str, listed(entry.get("Action")))) == set(policies.PULL)
        assert not policies.is_for_everybody(entry)


def test_s3_18_the_registrys_endpoints_have_a_group(system: System) -> None:
    """The endpoints of the registry let 443 in from the tasks."""
    registry = [
        endpoint
        for endpoint in system.of("AWS::EC2::VPCEndpoint")
        if ".ecr." in policies.written(system, endpoint.get("ServiceName"))
    ]
    assert len(registry) == 2
    for endpoint in registry:
        (group,) = system.all_at(endpoint.get("SecurityGroupIds"))
        assert rules.admits(rules.inbound(system, group), 443, tasks.group(system))


def test_s3_37_tasks_are_found_by_name(system: System) -> None:
    """Tasks register with a service of a private namespace of the VPC."""
    (registry,) = tasks.service(system).entries("ServiceRegistries")
    found = system.at(registry.get("RegistryArn"))
    assert found is not None
    namespace = system.at(found.get("NamespaceId") or found.get("DnsConfig", "NamespaceId"))
    assert namespace == system.one("AWS::ServiceDiscovery::PrivateDnsNamespace")
