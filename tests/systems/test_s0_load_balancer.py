"""Document 000's load balancer: where it is, which paths lead where, and health."""

from tests.systems import network, tasktracker, traffic
from tests.systems.built import System, number

FOLDER = tasktracker.FOLDER


def test_s0_28_the_load_balancer_faces_the_internet(system: System) -> None:
    """The load balancer is internet-facing."""
    assert traffic.load_balancer(system).get("Scheme") in (None, "internet-facing")


def test_s0_29_the_load_balancer_is_at_the_public_edge(system: System) -> None:
    """The load balancer is in public subnets of two zones."""
    subnets = system.all_at(traffic.load_balancer(system).get("Subnets"))
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}
    assert len(network.zones(subnets)) == len(subnets) == 2


def test_s0_30_http_is_served_on_80(system: System) -> None:
    """A listener for HTTP on port 80 forwards to the application."""
    assert traffic.serving(system, traffic.listener(system, "HTTP", 80))


def test_s0_31_api_paths_reach_the_backend(system: System) -> None:
    """A rule of the listener forwards /api/* to the backend's target group on 3001."""
    listener = traffic.listener(system, "HTTP", 80)
    (rule,) = [rule for rule in traffic.rules_of(system, listener) if "/api/*" in traffic.paths(rule)]
    backend = traffic.target_group(system, "backend")
    assert traffic.forwarded(system, rule.get("Actions")) == {backend}
    assert number(backend.get("Port")) == 3001
    assert len(rule.entries("Conditions")) == 1


def test_s0_32_all_other_paths_reach_the_frontend(system: System) -> None:
    """The listener forwards to the frontend's target group on 80 by default."""
    frontend = traffic.target_group(system, "frontend")
    listener = traffic.listener(system, "HTTP", 80)
    assert traffic.forwarded(system, listener.get("DefaultActions")) == {frontend}
    assert number(frontend.get("Port")) == 80


def test_s0_33_the_backends_health_is_asked_for_at_health(system: System) -> None:
    """The backend's target group checks /health on the backend's port."""
    backend = traffic.target_group(system, "backend")
    assert backend.get("HealthCheckPath") == "/health"
    assert backend.get("HealthCheckPort") in (None, "traffic-port", "3001")
    assert number(backend.get("Port")) == 3001


def test_s0_66_the_backend_is_checked_every_ten_seconds(system: System) -> None:
    """The backend's health is asked for every 10 seconds, and an answer is waited for no longer than that."""
    backend = traffic.target_group(system, "backend")
    assert number(backend.get("HealthCheckIntervalSeconds")) == 10
    assert number(backend.get("HealthCheckTimeoutSeconds")) < 10


def test_s0_67_two_answers_make_the_backend_healthy(system: System) -> None:
    """Two successes in a row make the backend healthy."""
    assert number(traffic.target_group(system, "backend").get("HealthyThresholdCount")) == 2


def test_s0_68_the_way_to_both_containers_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in."""
    assert traffic.breaks(system, "frontend") == []
    assert traffic.breaks(system, "backend") == []
