"""What document 003 leaves open and the shipped system leaves out, in a build that has it switched on."""

from tests.systems import policies, rules, sinks, tasks
from tests.systems.built import System, entries, follow, listed, true

FOLDER = sinks.MYSQL
OTHER_ACCOUNT = "arn:<AWS::Partition>:iam::210987654321:root"


def test_s3_14_other_accounts_may_pull(system: System) -> None:
    """A repository lets the account that is named pull, and nothing else."""
    (entry,) = [
        entry
        for repository in system.of("AWS::ECR::Repository")
        for entry in policies.entries_of(repository.get("RepositoryPolicyText"))
    ]
    assert entry.get("Effect") == "Allow"
    assert set(listed(entry.get("Action"))) == set(policies.PULL)
    assert [policies.written(system, name) for name in listed(follow(entry, "Principal", "AWS"))] == [OTHER_ACCOUNT]


def test_s3_18_the_registrys_endpoints_have_a_group(system: System) -> None:
    """Both endpoints of the registry let 443 in from the tasks, and nobody in from the internet."""
    registry = {
        policies.written(system, endpoint.get("ServiceName")).partition("<AWS::Region>.")[2]: endpoint
        for endpoint in system.of("AWS::EC2::VPCEndpoint")
        if endpoint.get("VpcEndpointType") == "Interface" and true(endpoint.get("PrivateDnsEnabled"))
    }
    for name in ("ecr.api", "ecr.dkr"):
        assert name in registry
        (group,) = system.all_at(registry[name].get("SecurityGroupIds"))
        assert rules.admits(rules.inbound(system, group), 443, tasks.group(system))
        assert rules.open_to_internet(system, group) == []


def test_s3_37_tasks_are_found_by_name(system: System) -> None:
    """Tasks register their addresses with a service of a private namespace of the VPC."""
    (registry,) = tasks.service(system).entries("ServiceRegistries")
    found = system.at(registry.get("RegistryArn"))
    assert found is not None
    assert {record.get("Type") for record in entries(found.get("DnsConfig", "DnsRecords"))} == {"A"}
    namespace = system.at(found.get("NamespaceId") or found.get("DnsConfig", "NamespaceId"))
    assert namespace == system.one("AWS::ServiceDiscovery::PrivateDnsNamespace")
    assert system.at(namespace.get("Vpc")) == system.one("AWS::EC2::VPC")
