"""Document 001 as a whole: environments apart from each other, tags, outputs, HTTPS, templates that hold together."""

from tasktracker_cfn.model.values import Reference, Text, Value
from tests.systems import (
    aurora,
    community,
    distribution,
    names,
    network,
    references,
    region,
    tags,
    tasks,
    traffic,
)
from tests.systems.built import System, listed, number, siblings

pytestmark = community.EVERY
# Property 10: what no environment can do without.
REQUIRED = {
    "AWS::EC2::VPC",
    "AWS::EC2::Subnet",
    "AWS::EC2::NatGateway",
    "AWS::EC2::FlowLog",
    "AWS::EC2::SecurityGroup",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::SecretsManager::Secret",
    "AWS::SecretsManager::RotationSchedule",
    "AWS::ECS::Cluster",
    "AWS::ECS::Service",
    "AWS::ECS::TaskDefinition",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::ElasticLoadBalancingV2::Listener",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::S3::Bucket",
    "AWS::CloudFront::Distribution",
    "AWS::Logs::LogGroup",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::SNS::Topic",
}


def exported(system: System, name: str) -> Value:
    """Give what an output of the root comes to, which must be exported."""
    assert name in names.exports(system), f"{name} is not exported"
    return system.output(name)


def untagged(system: System, key: str) -> list[str]:
    """Give the resources that can carry tags and lack one of the standard tags."""
    assert len(tags.taggable(system)) > 30
    return tags.without(system, key, community.tags(system)[key])


def test_s1_03_there_are_three_environments(system: System) -> None:
    """The environment lies beside the other two."""
    others = {sibling.folder.name for sibling in siblings(system)}
    assert {community.environment(system)} | others == {"dev", "staging", "production"}
    assert all(sibling.nest.root.resources for sibling in siblings(system))


def test_s1_31_the_secret_is_exported(system: System) -> None:
    """Output DatabaseSecretArn is the ARN of the database's secret."""
    value = exported(system, "DatabaseSecretArn")
    assert system.at(value) == aurora.secret(system)
    assert isinstance(value, Reference)
    assert value.attribute in (None, "Id")


def test_s1_122r_every_log_is_kept_as_long(system: System) -> None:
    """Every log group keeps logs for 7, 30 or 90 days, not only the three that are named."""
    kept = {number(group.get("RetentionInDays")) for group in system.of("AWS::Logs::LogGroup")}
    assert kept == {community.expected(system).retention_days}


def test_s1_123_everything_is_tagged_with_its_environment(system: System) -> None:
    """Every resource that can carry tags has Environment, with the environment's name."""
    assert untagged(system, "Environment") == []


def test_s1_124_everything_is_tagged_with_its_application(system: System) -> None:
    """Every resource that can carry tags has Application=community-activity-tracker."""
    assert untagged(system, "Application") == []


def test_s1_125_everything_is_tagged_with_its_cost_center(system: System) -> None:
    """Every resource that can carry tags has CostCenter=engineering."""
    assert untagged(system, "CostCenter") == []


def test_s1_126_everything_is_tagged_with_its_owner(system: System) -> None:
    """Every resource that can carry tags has Owner=devops-team."""
    assert untagged(system, "Owner") == []


def test_s1_127_everything_is_tagged_with_what_manages_it(system: System) -> None:
    """Every resource that can carry tags has ManagedBy=cdk, which is the document's word."""
    assert untagged(system, "ManagedBy") == []


def test_s1_128_everything_is_tagged_with_its_project(system: System) -> None:
    """Every resource that can carry tags has Project=community-tracker."""
    assert untagged(system, "Project") == []


def test_s1_128x_every_resource_carries_all_six_tags_itself(system: System) -> None:
    """The six tags are each resource's own, whatever its stack hands down."""
    for item, name in tags.taggable(system):
        assert community.tags(system).items() <= tags.tags_of(item, name).items(), str(item)


def test_s1_129_the_vpc_is_exported(system: System) -> None:
    """Output VpcId is the VPC."""
    assert system.at(exported(system, "VpcId")) == system.one("AWS::EC2::VPC")


def test_s1_130_the_address_of_the_api_is_exported(system: System) -> None:
    """Output ApiEndpoint has the load balancer's DNS name."""
    value = exported(system, "ApiEndpoint")
    balancer = traffic.load_balancer(system).resource
    address = Reference(balancer.stack, balancer.logical_id, "DNSName")
    assert address in (value.parts if isinstance(value, Text) else (value,))


def test_s1_131_the_address_of_the_site_is_exported(system: System) -> None:
    """Output FrontendUrl is the address of the distribution by its alias."""
    (alias,) = listed(distribution.setting(system, "Aliases"))
    assert exported(system, "FrontendUrl") == f"https://{alias}"


def test_s1_132_the_bucket_is_exported(system: System) -> None:
    """Output FrontendBucketName is the site's bucket."""
    value = exported(system, "FrontendBucketName")
    assert system.at(value) == distribution.bucket(system)
    assert isinstance(value, Reference)
    assert value.attribute is None


def test_s1_133_the_cluster_is_exported(system: System) -> None:
    """Output EcsClusterName is the cluster's name."""
    value = exported(system, "EcsClusterName")
    assert system.at(value) == system.one("AWS::ECS::Cluster")
    assert isinstance(value, Reference)
    assert value.attribute is None


def test_s1_134_everything_is_in_one_region(system: System) -> None:
    """Wherever a region is written, it is us-east-1."""
    assert region.others(system) == []


def test_s1_135_exports_carry_their_environment(system: System) -> None:
    """Every output of the root is exported under a name with the system and the environment."""
    environment = community.environment(system)
    assert names.exports(system) == {
        name: f"community-tracker-{environment}-{name}" for name in system.nest.root.outputs
    }


def test_s1_p1_environments_are_isolated(system: System) -> None:
    """Each environment has a VPC and a database of its own, and shares no network, id or name with another."""
    vpc = system.one("AWS::EC2::VPC")
    assert {system.at(subnet.get("VpcId")) for subnet in network.subnets(system)} == {vpc}
    assert set(aurora.subnets(system)) | set(tasks.subnets(system)) <= set(network.subnets(system))
    assert names.from_outside(system) == []
    assert references.uses(system.nest, "Fn::ImportValue") == []
    assert names.unknown(system) == []
    assert len(siblings(system)) == 2
    for sibling in siblings(system):
        assert names.physical(system) & names.physical(sibling) == set()
        assert set(names.exports(system).values()) & set(names.exports(sibling).values()) == set()


def test_s1_p1b_address_ranges_do_not_overlap(system: System) -> None:
    """The VPC's block overlaps no other environment's."""
    mine = network.block(system.one("AWS::EC2::VPC"))
    others = [network.block(sibling.one("AWS::EC2::VPC")) for sibling in siblings(system)]
    assert [str(block) for block in others if block.overlaps(mine)] == []


def test_s1_p4_everything_is_tagged(system: System) -> None:
    """Every resource that can carry tags has all of the standard ones."""
    assert [key for key in community.tags(system) if untagged(system, key)] == []


def test_s1_p6_https_is_enforced(system: System) -> None:
    """The load balancer has a listener for HTTPS, that for HTTP on 80 only redirects, and so does every behaviour."""
    assert traffic.listener(system, "HTTPS", 443) in system.items
    assert {number(listener.get("Port")) for listener in traffic.listeners(system, "HTTP")} <= {80}
    assert traffic.served_over_http(system) == []
    for behavior in distribution.behaviors(system):
        assert behavior.get("ViewerProtocolPolicy") == "redirect-to-https"


def test_s1_p10_templates_hold_together(system: System) -> None:
    """The templates load and resolve without a problem, and have every type of resource that is required."""
    assert references.dangling(system.nest) == []
    assert references.miswired(system.nest) == []
    assert references.unfitting(system.nest) == []
    assert REQUIRED - {item.type for item in system.items} == set()
