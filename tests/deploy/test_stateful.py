"""Which types hold something: all that are not surely harmless."""

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import pytest

from tasktracker_cfn.authoring import schemas
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.guarding.harmless import GROUPS, HARMLESS
from tasktracker_cfn.deploy.guarding.losing import SNAPSHOTS, lost_with
from tasktracker_cfn.deploy.guarding.stateful import KEPT_FOR_LATER, NOT_KNOWN, STATEFUL, StateClass, held, state_class

OUT = Path(__file__).parents[2] / "out"
TYPES = sorted(schemas._index())
# What an operator of the shipped builds must be asked about; everything else in them may come and go.
ASKED = {
    "AWS::APS::Workspace",
    "AWS::Backup::BackupVault",
    "AWS::CertificateManager::Certificate",
    "AWS::CloudFront::Distribution",
    "AWS::EC2::EIP",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::NatGateway",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EC2::VPCEndpoint",
    "AWS::ECR::Repository",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBSubnetGroup",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SecretsManager::Secret",
}


def shipped() -> dict[str, set[str]]:
    """Give the types of the shipped builds, each with the policies that it is written with."""
    found: dict[str, set[str]] = {}
    for file in OUT.rglob("*.yaml"):
        # The templates are read as lines: to parse them takes seconds.
        resources = file.read_text(encoding="utf-8").partition("\nResources:\n")[2].partition("\nOutputs:\n")[0]
        for resource in re.split(r"^  (?=\w+:$)", resources, flags=re.MULTILINE)[1:]:
            (kind,) = re.findall(r"^    Type: (\S+)$", resource, re.MULTILINE)
            found.setdefault(kind, set()).update(re.findall(r"^    \w+Policy: (\w+)$", resource, re.MULTILINE))
    return found


def test_every_type_is_one_thing() -> None:
    """Each type that AWS has is known to be harmless, or known to hold something, or counts as holding something."""
    classes = {name: state_class(name) for name in TYPES}
    assert all((classes[name] is None) is (name in HARMLESS or name == STACK_TYPE) for name in TYPES)
    assert {held for held in classes.values() if held} == set(get_args(StateClass))
    assert not HARMLESS & STATEFUL.keys()


def test_no_name_is_misspelt() -> None:
    """Each type in the lists exists, in one group, and each group says why and where that is written."""
    names = [name for group in GROUPS for name in group.types()]
    assert len(names) == len(set(names))
    assert (HARMLESS | STATEFUL.keys() | SNAPSHOTS.keys() | KEPT_FOR_LATER) <= set(TYPES)
    assert all(group.reason and group.source.startswith("https://docs.aws.amazon.com/") for group in GROUPS)


def test_what_cfn_lint_calls_stateful() -> None:
    """Whatever cfn-lint calls stateful is so here; of a nested stack that is decided by what is in it."""
    spec = find_spec("cfnlint")
    assert spec
    assert spec.submodule_search_locations
    file = Path(spec.submodule_search_locations[0], "data/AdditionalSpecs/StatefulResources.json")
    theirs = json.loads(file.read_bytes())["ResourceTypes"].keys() - {STACK_TYPE}
    assert len(theirs) > 20
    assert all(state_class(name) == "data" for name in theirs)


def test_shipped_builds() -> None:
    """Of the shipped builds' types just those with data, addresses and networks ask, by type and as written."""
    types = shipped()
    assert (len(types), types["AWS::S3::Bucket"]) == (72, {"Retain"})
    assert {name for name in types if state_class(name) is not None} == ASKED
    assert {name for name, policies in types.items() if state_class(name, policies) is not None} == ASKED


@pytest.mark.parametrize(
    ("kind", "policies", "expected"),
    [
        ("AWS::IAM::Role", (), None),
        ("AWS::IAM::Role", ("Delete", None), None),
        ("AWS::IAM::Role", ("Retain",), "data"),
        ("AWS::IAM::Role", ("RetainExceptOnCreate",), "data"),
        ("AWS::IAM::Role", (None, "ReplaceAndSnapshot"), "data"),
        ("AWS::Lambda::Version", ("Retain",), None),
        ("AWS::EC2::Instance", (), "data"),
        ("AWS::Evidently::Project", (), "unknown"),
        ("AWS::Not::YetThere", (), "unknown"),
        ("Custom::Thing", (), "unknown"),
        ("Org::Service::Thing", (), "unknown"),
        ("AWS::CloudFormation::CustomResource", (), "unknown"),
        (STACK_TYPE, (), None),
    ],
)
def test_types(kind: str, policies: tuple[str | None, ...], expected: StateClass | None) -> None:
    """What nobody knows holds something, and what its author wanted kept does, whatever its type."""
    assert state_class(kind, policies) == expected


def test_words() -> None:
    """What is lost has words, and of what is not known just that is said, also when a stack is destroyed."""
    assert all(held(name) for name, kind in STATEFUL.items() if kind != "network")
    assert held("AWS::DSQL::Cluster") == lost_with("AWS::DSQL::Cluster", {}) == "all data in it"
    assert held("AWS::S3Tables::TableBucket") == "all tables in it"
    assert lost_with("Custom::Thing", {}) == NOT_KNOWN
    assert lost_with("AWS::IAM::Role", {}) == held("AWS::EC2::VPC") == ""
    assert lost_with("AWS::DocDB::DBInstance", {}) == ""
