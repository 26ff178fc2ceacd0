"""Document 002's load balancer: listeners, health, draining, logs, the domain, the firewall before it."""

from tasktracker_cfn.model.values import Reference
from tests.systems import buckets, network, task_tracker_mysql, tasks, traffic
from tests.systems.built import System, number, pairs

FOLDER = task_tracker_mysql.FOLDER
CONTAINER = task_tracker_mysql.CONTAINER
DOMAIN = "task-tracker.example.com"


def test_s2_01_the_domain_leads_to_the_load_balancer(system: System) -> None:
    """The A record of task-tracker.example.com is an alias of the load balancer."""
    (record,) = [item for item in system.of("AWS::Route53::RecordSet") if item.get("Type") == "A"]
    assert str(record.get("Name")).rstrip(".") == DOMAIN
    for name, attribute in (("DNSName", "DNSName"), ("HostedZoneId", "CanonicalHostedZoneID")):
        value = record.get("AliasTarget", name)
        assert isinstance(value, Reference)
        assert (system.at(value), value.attribute) == (traffic.load_balancer(system), attribute)


def test_s2_02_a_firewall_is_before_the_load_balancer(system: System) -> None:
    """A regional web ACL that has rules is associated with the load balancer."""
    (association,) = system.of("AWS::WAFv2::WebACLAssociation")
    acl = system.at(association.get("WebACLArn"))
    assert acl is not None
    assert acl.get("Scope") == "REGIONAL"
    assert acl.entries("Rules")
    assert system.at(association.get("ResourceArn")) == traffic.load_balancer(system)


def test_s2_03_the_load_balancer_is_in_public_subnets(system: System) -> None:
    """The load balancer is in public subnets of two zones."""
    subnets = traffic.subnets(system)
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}
    assert len(network.zones(subnets)) == 2


def test_s2_15_the_load_balancer_speaks_http(system: System) -> None:
    """The load balancer is an internet-facing application load balancer."""
    balancer = traffic.load_balancer(system)
    assert balancer.get("Type") in (None, "application")
    assert balancer.get("Scheme") in (None, "internet-facing")


def test_s2_16_there_is_a_listener_on_80(system: System) -> None:
    """There is a listener for HTTP on 80, which forwards to the tasks or redirects to the one for HTTPS."""
    listener = traffic.listener(system, "HTTP", 80)
    forwards = traffic.target_group(system, CONTAINER) in traffic.serving(system, listener)
    redirects = traffic.served_over_http(system) == [] and len(traffic.listeners(system, "HTTPS", 443)) == 1
    assert forwards or redirects


def test_s2_17_https_is_served_on_443(system: System) -> None:
    """The listener for HTTPS on 443 has the domain's certificate, of ACM's, and forwards to the tasks."""
    listener = traffic.listener(system, "HTTPS", 443)
    (named,) = listener.entries("Certificates")
    certificate = system.at(named.get("CertificateArn"))
    assert traffic.has_certificate_of_acm(system, listener)
    assert certificate is not None
    assert certificate.get("DomainName") == DOMAIN
    assert traffic.target_group(system, CONTAINER) in traffic.serving(system, listener)


def test_s2_18_http_only_redirects(system: System) -> None:
    """Nothing is served over HTTP: the listener redirects to the one for HTTPS."""
    assert traffic.listener(system, "HTTP", 80) in system.items
    assert traffic.listener(system, "HTTPS", 443) in system.items
    assert traffic.served_over_http(system) == []


def test_s2_19_the_target_group_is_on_port_3000(system: System) -> None:
    """The target group registers addresses on port 3000, and the service registers the container's port 3000."""
    group = traffic.target_group(system, CONTAINER)
    assert (number(group.get("Port")), group.get("TargetType")) == (3000, "ip")
    (registered,) = tasks.service(system).entries("LoadBalancers")
    assert number(registered.get("ContainerPort")) == 3000


def test_s2_23_health_is_asked_for_every_30_seconds(system: System) -> None:
    """The target group's health check has an interval of 30 seconds."""
    assert number(traffic.target_group(system, CONTAINER).get("HealthCheckIntervalSeconds")) == 30


def test_s2_24_connections_drain_for_300_seconds(system: System) -> None:
    """The target group's deregistration delay is 300 seconds, which is also the default."""
    attributes = pairs(traffic.target_group(system, CONTAINER).get("TargetGroupAttributes"))
    assert attributes.get("deregistration_delay.timeout_seconds") in (None, "300")


def test_s2_26_access_is_logged(system: System) -> None:
    """Access logs go to a closed bucket of this system that takes them before the load balancer asks."""
    assert buckets.is_closed(buckets.access_log(system))
    assert buckets.lets_access_logs_in(system)


def test_s2_38_health_is_asked_for_at_health(system: System) -> None:
    """The target group's health check is GET /health over HTTP."""
    group = traffic.target_group(system, CONTAINER)
    assert group.get("HealthCheckPath") == "/health"
    assert group.get("HealthCheckProtocol") in (None, "HTTP")


def test_s2_124_the_way_to_the_service_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in, on port 3000."""
    assert traffic.breaks(system, CONTAINER) == []
    assert number(traffic.target_group(system, CONTAINER).get("Port")) == 3000
