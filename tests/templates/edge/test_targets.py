"""Rules by host and path, sticky sessions, and protection of the load balancer."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.toml_files import Key

RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
WEB: dict[Key, object] = {
    "service.containers.web": {"image": "nginx:alpine", "port": 80},
    "edge.https.certificate": "parameter",
}
PATHS = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/admin", "/admin/*"]}}
HOSTS = {"Field": "host-header", "HostHeaderConfig": {"Values": ["*.example.com", "ap?.example.com"]}}


def _edge(folder: Path, **target: object) -> dict[str, Any]:
    return nest_with(folder, {**WEB, "edge.targets.web": {"priority": 7, **target}})["edge"]


@pytest.mark.parametrize(
    ("target", "conditions"),
    [
        pytest.param({"paths": ["/admin", "/admin/*"]}, [PATHS], id="S2-20"),
        pytest.param({"hosts": ["*.example.com", "ap?.example.com"]}, [HOSTS], id="S2-21"),
        pytest.param(
            {"hosts": ["*.example.com", "ap?.example.com"], "paths": ["/admin", "/admin/*"]}, [HOSTS, PATHS], id="both"
        ),
    ],
)
def test_s2_20_s2_21_rules(tmp_path: Path, target: dict[str, object], conditions: list[object]) -> None:
    """A target with paths or hosts gets what meets all that it asks for, at its place among the rules."""
    edge = _edge(tmp_path, **target)
    rule = properties(edge, "WebRule")
    assert (rule["Priority"], rule["Conditions"]) == (7, conditions)
    assert rule["ListenerArn"] == {"Ref": "HttpsListener"}
    assert rule["Actions"] == [{"Type": "forward", "TargetGroupArn": {"Ref": "WebTargetGroup"}}]
    (default,) = properties(edge, "HttpsListener")["DefaultActions"]
    assert default["TargetGroupArn"] == {"Ref": "ApiTargetGroup"}


def test_no_rule(tmp_path: Path) -> None:
    """The default target has no rule."""
    assert not of_type(nest_with(tmp_path)["edge"], RULE)


def _attributes(edge: dict[str, Any], group: str) -> dict[str, str]:
    return {entry["Key"]: entry["Value"] for entry in properties(edge, group)["TargetGroupAttributes"]}


@pytest.mark.parametrize("seconds", [1, 604_800])
def test_s2_22_sticky(tmp_path: Path, seconds: int) -> None:
    """A sticky target keeps a client with a task by the load balancer's cookie, and others are as before."""
    edge = _edge(tmp_path, hosts=["*.example.com"], sticky_seconds=seconds)
    assert _attributes(edge, "WebTargetGroup") == {
        "deregistration_delay.timeout_seconds": "30",
        "stickiness.enabled": "true",
        "stickiness.type": "lb_cookie",
        "stickiness.lb_cookie.duration_seconds": str(seconds),
    }
    assert _attributes(edge, "ApiTargetGroup") == {"deregistration_delay.timeout_seconds": "30"}


@pytest.mark.parametrize(
    ("protection", "disposable", "expected"),
    [(None, False, "true"), (None, True, "false"), (True, False, "true"), (False, False, "false")],
)
def test_deletion_protection(tmp_path: Path, protection: bool | None, disposable: bool, expected: str) -> None:
    """The load balancer is protected as it is told, and when it is not told, unless the system is disposable."""
    changes: dict[Key, object] = {"environments.development.disposable": disposable}
    changes |= {"edge.deletion_protection": protection} if protection is not None else {}
    attributes = properties(nest_with(tmp_path, changes)["edge"], "LoadBalancer")["LoadBalancerAttributes"]
    assert {"Key": "deletion_protection.enabled", "Value": expected} in attributes


def test_always(tmp_path: Path) -> None:
    """Headers that are not valid are dropped, and requests that two servers could read in two ways are defended."""
    attributes = properties(nest_with(tmp_path)["edge"], "LoadBalancer")["LoadBalancerAttributes"]
    assert {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true"} in attributes
    assert {"Key": "routing.http.desync_mitigation_mode", "Value": "defensive"} in attributes
