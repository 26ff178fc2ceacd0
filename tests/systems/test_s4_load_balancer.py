"""Document 004's load balancer: HTTPS with a certificate, redirects, health, the domain's record."""

from tasktracker_cfn.model.values import Reference
from tests.systems import network, task_management_api, traffic
from tests.systems.built import System, follow

FOLDER = task_management_api.FOLDER
CONTAINER = task_management_api.CONTAINER


def test_s4_36_the_load_balancer_faces_the_internet(system: System) -> None:
    """The load balancer is internet-facing and in public subnets of two zones."""
    balancer = traffic.load_balancer(system)
    subnets = system.all_at(balancer.get("Subnets"))
    assert balancer.get("Scheme") in (None, "internet-facing")
    assert balancer.get("Type") in (None, "application")
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}
    assert len(network.zones(subnets)) == 2


def test_s4_37_https_is_served_on_443(system: System) -> None:
    """The listener for HTTPS on 443 has a certificate and forwards to the service's target group."""
    listener = traffic.listener(system, "HTTPS", 443)
    group = traffic.target_group(system, CONTAINER)
    assert traffic.forwarded(system, listener.get("DefaultActions")) == {group}
    assert follow(listener.entries("Certificates"), 0, "CertificateArn") is not None


def test_s4_38_http_only_redirects(system: System) -> None:
    """The listener for HTTP on 80 redirects to HTTPS on 443, and nothing is served over HTTP."""
    assert traffic.listener(system, "HTTP", 80) in system.items
    assert traffic.served_over_http(system) == []


def test_s4_39_health_is_asked_for_at_health(system: System) -> None:
    """The target group's health check is GET /health."""
    group = traffic.target_group(system, CONTAINER)
    assert group.get("HealthCheckPath") == "/health"
    assert group.get("HealthCheckProtocol") in (None, "HTTP")


def test_s4_40_200_is_healthy(system: System) -> None:
    """Only an answer of 200 is healthy."""
    assert traffic.target_group(system, CONTAINER).get("Matcher", "HttpCode") in (None, "200")


def test_s4_41_the_way_to_the_service_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in."""
    assert traffic.breaks(system, CONTAINER) == []


def test_s4_61_the_domain_leads_to_the_load_balancer(system: System) -> None:
    """An A record is an alias of the load balancer."""
    record = system.one("AWS::Route53::RecordSet")
    assert record.get("Type") == "A"
    for name, attribute in (("DNSName", "DNSName"), ("HostedZoneId", "CanonicalHostedZoneID")):
        value = record.get("AliasTarget", name)
        assert isinstance(value, Reference)
        assert system.at(value) == traffic.load_balancer(system)
        assert value.attribute == attribute


def test_s4_62_the_certificate_is_from_acm(system: System) -> None:
    """The HTTPS listener's certificate is ACM's: issued here, or an ARN of ACM."""
    assert traffic.has_certificate_of_acm(system, traffic.listener(system, "HTTPS", 443))
