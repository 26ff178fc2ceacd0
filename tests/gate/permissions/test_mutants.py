"""Whatever is done to a template, there is a policy, or a message."""

import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tasktracker_cfn.errors import TasktrackerError
from tasktracker_cfn.gate.permissions.documents import split
from tasktracker_cfn.gate.permissions.policy import policy
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.system import System
from tests.gate.mutants import Files, mutants
from tests.gate.rules.case import Case, case, write
from tests.gate.rules.every_case import CASES
from tests.hypothesis_profile import DETERMINISTIC

MANY = case(
    """
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub "https://${Bucket}.s3.amazonaws.com/c.yaml"}}
  Own: {Type: Custom::Own, Properties: {ServiceToken: !Ref Bucket, Password: "{{resolve:ssm:/db/password}}"}}
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties: {HostedRotationLambda: {RotationLambdaName: rotation}}
  Association: {Type: AWS::WAFv2::WebACLAssociation, Properties: {ResourceArn: !Ref Balancer}}
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Name: !Ref Bucket}}
  Target: {Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: {ServiceNamespace: ecs, ResourceId: a/b/c}}
  Role:
    Type: AWS::IAM::Role
    Properties: {Path: /a/, ManagedPolicyArns: [!If [IsOwn, arn:aws:iam::aws:policy/A, !Ref P]]}
  P: {Type: AWS::IAM::ManagedPolicy}
""",
    rest="Parameters: {Bucket: {Type: String}, Own: {Type: String}}\nConditions: {IsOwn: !Equals [!Ref Own, yes]}",
)
OTHERS = ("role-trusts-its-service", "edge-function-role", "site-key-admits-cloudfront", "named-roles-exist-first")
NESTS = [MANY, *(held for name in OTHERS for held in CASES[name])]


@pytest.mark.parametrize("base", NESTS)
def test_mutants(base: Case, tmp_path: Path) -> None:
    """A damaged template gives documents that can be written down, or an error that says where it is damaged."""
    nest = tmp_path / "nest"

    @settings(DETERMINISTIC, max_examples=100, suppress_health_check=list(HealthCheck))
    @given(files=mutants(base, tmp_path / "base"))
    def tried(files: Files) -> None:
        shutil.rmtree(nest, ignore_errors=True)
        write(files, nest)
        with suppress(TasktrackerError):
            found = policy(System(nest), Setting("my-stack"))
            assert json.loads(json.dumps(split(found.statements)))[0]["Version"] == "2012-10-17"

    tried()
