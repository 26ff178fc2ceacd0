"""The rules over nests as large as CloudFormation takes: none of them walks over everything for each of everything."""

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tasktracker_cfn.errors import UnclearError
from tasktracker_cfn.gate.checking import OWN_GOALS
from tasktracker_cfn.gate.rules.every import rules
from tasktracker_cfn.model.reading import read
from tasktracker_cfn.model.system import System
from tests.gate.rules.every_case import CASES
from tests.model.conftest import SOON

# What CloudFormation takes in one template.
MOST = 500
# Rules that were slow, and one of each kind of thing that rules compare with one another.
NAMED = (
    "execution-role-present",
    "log-exports-known",
    "log-delivery-after-bucket-policy",
    "no-escalation-by-handing-on",
    "origin-without-redirect",
    "rotation-after-routes",
    "service-after-listener",
    "service-after-capacity-providers",
    "stack-set-after-roles",
    "trail-bucket-policy",
)


def _judged(system: System) -> float:
    """Give the seconds of processor time that all rules and goals take."""
    start = time.process_time()
    checks = [*(rule.check for rule in rules()), *(goal.check for goal in OWN_GOALS)]
    for check in checks:
        try:
            list(check(system))
        except UnclearError:
            continue
    return time.process_time() - start


def _write(folder: Path, resources: Mapping[str, object]) -> System:
    (folder / "root.yaml").write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    return System(folder)


@pytest.mark.parametrize("name", NAMED)
def test_the_same_many_times(name: str, tmp_path: Path) -> None:
    """A template whose resources stand in it as often as it can hold is judged soon."""
    small = tmp_path / "small.yaml"
    small.write_text(next(iter(CASES[name][0].files.values())), encoding="utf-8")
    resources = read(small).section("Resources")
    many = {f"{key}{n}" if n else key: body for n in range(MOST // len(resources)) for key, body in resources.items()}
    system = _write(tmp_path, many)
    assert len(system.items) > MOST / 2
    assert _judged(system) < SOON


def test_many_statements(tmp_path: Path) -> None:
    """A policy with more statements than IAM takes is judged soon."""
    statements = [
        {
            "Effect": "Allow",
            "Action": ["s3:Get*", "iam:Pass*"],
            "Resource": [f"arn:aws:s3:::{n}/{m}*" for m in range(10)],
        }
        for n in range(MOST)
    ]
    properties = {"PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
    assert _judged(_write(tmp_path, {"P": {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}})) < SOON


def test_many_rules_of_one_group(tmp_path: Path) -> None:
    """A security group with more rules than AWS takes is judged soon, and so are many that name one another."""
    ranges = [{"IpProtocol": "tcp", "FromPort": n, "ToPort": n, "CidrIp": f"10.0.{n % 256}.0/24"} for n in range(5_000)]
    kind = "AWS::EC2::SecurityGroup"
    groups: dict[str, object] = {"G": {"Type": kind, "Properties": {"SecurityGroupIngress": ranges}}}
    for number in range(MOST - 1):
        peer = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 9, "SourceSecurityGroupId": {"Ref": f"G{number + 1}"}}
        groups[f"G{number}"] = {"Type": kind, "Properties": {"SecurityGroupIngress": [peer]}}
    assert _judged(_write(tmp_path, groups)) < SOON
