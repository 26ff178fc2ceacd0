"""Document 003's load balancer: HTTPS, redirect, access logs, health checks."""

from tests.systems import buckets, fargate_nonprod, network, tasks, traffic
from tests.systems.built import System, number

FOLDER = fargate_nonprod.FOLDER
CONTAINER = fargate_nonprod.CONTAINER


def test_s3_38_the_load_balancer_faces_the_internet(system: System) -> None:
    """The application load balancer is internet-facing and in public subnets of two zones."""
    balancer, subnets = traffic.load_balancer(system), traffic.subnets(system)
    assert balancer.get("Type") in (None, "application")
    assert balancer.get("Scheme") in (None, "internet-facing")
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}
    assert len(network.zones(subnets)) == 2


def test_s3_40_https_is_served_on_443(system: System) -> None:
    """There is a listener for HTTPS on 443, and its certificate is ACM's."""
    assert traffic.has_certificate_of_acm(system, traffic.listener(system, "HTTPS", 443))


def test_s3_41_https_serves_the_application(system: System) -> None:
    """The HTTPS listener's default action forwards to the service's target group."""
    listener = traffic.listener(system, "HTTPS", 443)
    forwarded = traffic.forwarded(system, listener.get("DefaultActions"))
    assert forwarded == {traffic.target_group(system, CONTAINER)}


def test_s3_42_access_is_logged(system: System) -> None:
    """Access logs go to a closed bucket of this system that takes them before the load balancer asks."""
    assert buckets.is_closed(buckets.access_log(system))
    assert buckets.lets_access_logs_in(system)


def test_s3_43_the_target_group_leads_to_the_service(system: System) -> None:
    """The service is registered with a target group of addresses."""
    assert traffic.target_group(system, CONTAINER).get("TargetType") == "ip"


def test_s3_44_the_health_checks_path_is_said(system: System) -> None:
    """The target group's health check has a path of its own."""
    assert str(traffic.target_group(system, CONTAINER).get("HealthCheckPath")).startswith("/")


def test_s3_45_the_health_checks_thresholds_are_said(system: System) -> None:
    """Both thresholds of the health check are written out, in the range that AWS takes."""
    group = traffic.target_group(system, CONTAINER)
    for threshold in ("HealthyThresholdCount", "UnhealthyThresholdCount"):
        assert 2 <= number(group.get(threshold)) <= 10


def test_s3_46_the_health_checks_times_are_said(system: System) -> None:
    """Interval and timeout of the health check are written out, and the timeout is below the interval."""
    group = traffic.target_group(system, CONTAINER)
    assert 0 < number(group.get("HealthCheckTimeoutSeconds")) < number(group.get("HealthCheckIntervalSeconds"))


def test_s3_48_http_only_redirects(system: System) -> None:
    """The listener for HTTP on 80 redirects to HTTPS, and nothing is served over HTTP."""
    assert traffic.listener(system, "HTTP", 80) in system.items
    assert traffic.served_over_http(system) == []


def test_s3_49_the_certificate_is_managed(system: System) -> None:
    """The listener's certificate is validated here, by a record in a zone, or its ARN is a parameter."""
    (named,) = traffic.listener(system, "HTTPS", 443).entries("Certificates")
    certificate = system.at(named.get("CertificateArn"))
    if certificate is None:
        assert "CertificateArn" in system.nest.root.parameters
    else:
        (validated,) = certificate.entries("DomainValidationOptions")
        assert certificate.get("ValidationMethod") == "DNS"
        assert validated.get("DomainName") == certificate.get("DomainName")
        assert validated.get("HostedZoneId")


def test_s3_60_the_way_to_the_service_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in."""
    assert traffic.breaks(system, CONTAINER) == []
    assert tasks.container_ports(system, CONTAINER)
