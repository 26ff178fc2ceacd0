"""Document 003 as a whole: what watches it, its stacks, encryption, labels."""

from tests.alarm_evaluator import fires
from tests.systems import alarms, buckets, dashboards, fargate_nonprod, plaintext, policies, tags, topics
from tests.systems.built import System

FOLDER = fargate_nonprod.FOLDER
HOSTS = "HealthyHostCount"
ERRORS = ("HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count")


def test_s3_52_there_is_a_dashboard(system: System) -> None:
    """A dashboard shows metrics of the load balancer and of the service, all of which are published."""
    shown = dashboards.graphs(system)
    assert {"AWS/ApplicationELB", "AWS/ECS"} <= {graph.namespace for graph in shown}
    for graph in shown:
        assert alarms.is_published(system, graph.namespace, graph.name, graph.dimensions), graph.name


def test_s3_53_health_is_watched(system: System) -> None:
    """Alarms fire when no target is healthy or nothing is heard of any, and when many requests fail."""
    hosts, errors = alarms.on(system, HOSTS).properties, alarms.on(system, *ERRORS).properties
    assert [fires(hosts, {HOSTS: [count] * 30}) for count in (1.0, 0.0, None)] == [False, True, True]
    assert [fires(errors, {name: [count] * 30}) for count in (0.0, 100.0) for name in ERRORS] == [False] * 2 + [
        True
    ] * 2


def test_s3_54_somebody_hears_of_it(system: System) -> None:
    """Every alarm goes to a topic that admits it and has a subscriber."""
    assert topics.alarms(system)
    for alarm in topics.alarms(system):
        for topic in topics.told(system, alarm):
            assert topics.subscriptions(system, topic)
            assert topics.admits_alarms(system, topic)


def test_s3_56_each_component_has_a_stack_of_its_own(system: System) -> None:
    """VPC, cluster, load balancer and repository are in four different nested stacks."""
    components = (
        "AWS::EC2::VPC",
        "AWS::ECS::Cluster",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ECR::Repository",
    )
    stacks = [{item.resource.stack for item in system.of(component)} for component in components]
    assert [len(found) for found in stacks] == [1] * 4
    assert len(set[tuple[str, ...]]().union(*stacks) - {()}) == 4


def test_s3_58_buckets_are_encrypted_and_private(system: System) -> None:
    """Every bucket is encrypted and has all four blocks against public access."""
    assert system.of("AWS::S3::Bucket")
    for bucket in system.of("AWS::S3::Bucket"):
        assert buckets.encryption(bucket) in ("AES256", "aws:kms")
        assert buckets.is_closed(bucket)
        assert not any(policies.is_for_everybody(entry) for entry in policies.bucket_statements(system, bucket))


def test_s3_59_no_secret_is_written_out(system: System) -> None:
    """No template holds a secret."""
    assert plaintext.written_out(system) == []


def test_s3_63_everything_is_labelled_as_not_production(system: System) -> None:
    """Every resource that can carry tags has Environment=nonprod."""
    assert len(tags.taggable(system)) > 20
    assert tags.without(system, "Environment", "nonprod") == []


def test_s3_69_alarms_can_fire(system: System) -> None:
    """Every metric of every alarm is published, with its dimensions, by resources of this system."""
    assert alarms.alarms(system)
    for alarm in alarms.alarms(system):
        assert alarms.unpublished(system, alarm) == []
