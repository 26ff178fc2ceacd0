"""A small nest three levels deep, which the tests of planning change in one place at a time, deploy and plan."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.packaging.bootstrap import bootstrap
from tasktracker_cfn.deploy.plan.planning import Asked, Planned, make_plan
from tasktracker_cfn.deploy.plan.target import Target
from tasktracker_cfn.deploy.review.terminal import terminal
from tasktracker_cfn.deploy.review.values import Row
from tests.aws.fake import Fake
from tests.aws.gateways import gateway_to

STACK = "shop-dev"
CANARY = "canary-of-the-password"
TAGS = {"Project": "shop"}

ROOT = """
Parameters:
  Image: {Type: String, Default: one}
  Password: {Type: String, NoEcho: true}
Resources:
  Uploads:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: {BucketName: uploads-one}
  RootGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: first, VpcId: vpc-1}
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data.yaml
      Parameters: {Password: !Ref Password}
  Service:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./service.yaml
      Parameters:
        Image: !Ref Image
        Host: !GetAtt Data.Outputs.Host
        Secret: !Ref Password
        BucketArn: !GetAtt Uploads.Arn
        GroupId: !GetAtt Data.Outputs.GroupId
Outputs:
  Host: {Value: !GetAtt Data.Outputs.Host}
"""
DATA = """
Parameters:
  Password: {Type: String, NoEcho: true}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      DBInstanceIdentifier: db-one
      DBInstanceClass: db.t4g.micro
      Engine: postgres
      AllocatedStorage: '20'
      MasterUsername: shop
      MasterUserPassword: !Ref Password
      VPCSecurityGroups: [!GetAtt Deep.Outputs.GroupId]
  Deep:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./deep.yaml}
Outputs:
  Host: {Value: !GetAtt Database.Endpoint.Address}
  GroupId: {Value: !GetAtt Deep.Outputs.GroupId}
"""
DEEP = """
Resources:
  Store:
    Type: AWS::S3::Bucket
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties: {BucketName: store-one}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: first
      VpcId: vpc-1
      SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 10.0.0.0/8}
  DeepDatabase:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties: {DBInstanceIdentifier: deep-one, DBInstanceClass: db.t4g.micro, Engine: mysql}
Outputs:
  GroupId: {Value: !GetAtt Group.GroupId}
"""
SERVICE = """
Parameters:
  Image: {Type: String}
  Host: {Type: String}
  Secret: {Type: String}
  BucketArn: {Type: String}
  GroupId: {Type: String}
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
        - {Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
      - PolicyName: Work
        PolicyDocument:
          Version: '2012-10-17'
          Statement:
          - Sid: Write
            Effect: Allow
            Action: s3:PutObject
            Resource: !Sub '${BucketArn}/avatars/*'
  TaskDefinition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: shop
      TaskRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
      - Name: app
        Image: !Ref Image
        Environment:
        - {Name: DB_HOST, Value: !Ref Host}
        - {Name: API_TOKEN, Value: canary-in-the-environment}
        - {Name: PLAIN, Value: !Ref Secret}
  Cluster:
    Type: AWS::ECS::Cluster
  App:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref TaskDefinition
      DesiredCount: 1
      NetworkConfiguration:
        AwsvpcConfiguration: {Subnets: [subnet-1], SecurityGroups: [!Ref GroupId]}
"""
FILES: Mapping[str, str] = {"root.yaml": ROOT, "data.yaml": DATA, "deep.yaml": DEEP, "service.yaml": SERVICE}
Changes = Mapping[str, tuple[str, str]]
_GATEWAYS: dict[str, Gateway] = {}


def nest(folder: Path, changes: Changes | None = None) -> Path:
    """Write the nest, with one text of some files in the place of another, and give its root."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        old, new = (changes or {}).get(name, ("", ""))
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return folder / "root.yaml"


def target_of(root: Path, stack: str = STACK, tags: Mapping[str, str] | None = None) -> Target:
    """Give the target of a nest."""
    return Target("shop", "dev", root, stack, "us-east-1", None, TAGS if tags is None else tags)


def gateway_of(aws: Fake) -> Gateway:
    """Give the one gateway of a test: to make a client of boto3 takes longer than all that is asked of it."""
    if aws.url not in _GATEWAYS:
        _GATEWAYS.clear()
        _GATEWAYS[aws.url] = gateway_to(aws)
    return _GATEWAYS[aws.url]


def hurried(aws: Fake) -> Gateway:
    """Give that gateway, which from now on sleeps ten times as long as it is told: databases take their time."""
    gateway = gateway_of(aws)
    gateway._clock = Clock(aws.clock.now, lambda seconds: aws.clock.sleep(10 * seconds))
    return gateway


def ready(aws: Fake) -> Gateway:
    """Give a gateway to an account that has the artifact bucket."""
    gateway = gateway_of(aws)
    bootstrap(gateway, gateway.identity(), lambda _: None)
    return gateway


def plan(
    aws: Fake,
    root: Path,
    given: Mapping[str, str] | None = None,
    *,
    stack: str = STACK,
    tags: Mapping[str, str] | None = None,
    gateway: Gateway | None = None,
    **more: Any,
) -> Planned:
    """Plan as a run of the command does; `given` is the password when nothing is said, `more` goes into `Asked`."""
    values = {"Password": CANARY} if given is None else given
    token = more.pop("token", f"{len(aws.calls):08}ofarun")
    target = target_of(root, stack, tags)._replace(role_arn=more.pop("role_arn", None))
    more.setdefault("place", Place(target.label))
    asked = Asked(target, gateway_of(aws).identity(), token, "salt", values, **more)
    return make_plan(gateway or gateway_of(aws), asked, lambda _: None)


def execute(aws: Fake, planned: Planned) -> None:
    """Execute a plan, and wait for the end of it."""
    assert planned.plan
    token = f"execute{len(aws.calls)}"
    gateway_of(aws).execute_change_set(planned.plan.change_set, token, disable_rollback=planned.plan.keeps)
    aws.settle()
    assert aws.stack(planned.plan.stack_id).status.endswith("_COMPLETE"), aws.stack(planned.plan.stack_id).events


def deployed(aws: Fake, folder: Path) -> None:
    """Have the nest deployed as it is written above."""
    ready(aws)
    execute(aws, plan(aws, nest(folder / "first")))


def after(aws: Fake, folder: Path, changes: Changes, given: Mapping[str, str] | None = None) -> Planned:
    """Give the plan for a change of the deployed nest."""
    deployed(aws, folder)
    return plan(aws, nest(folder / "second", changes), {} if given is None else given)


def rows(planned: Planned, *labels: str) -> dict[str, Row]:
    """Give the rows of some labels (`real` when none is named) by their addresses."""
    return {row.address: row for row in planned.review.rows if row.label in (labels or ("real",))}


def text(planned: Planned, *, everything: bool = False, width: int = 100) -> str:
    """Give the review as a log shows it."""
    return terminal(planned.review, width=width, color=False, everything=everything)


def names(template: Path) -> set[str]:
    """Give the logical ids of a template without short forms."""
    return set(yaml.safe_load(template.read_text(encoding="utf-8"))["Resources"])


def waiting(aws: Fake) -> list[str]:
    """Give the change sets of the nest that nobody has executed."""
    found = gateway_of(aws).change_sets(STACK)
    return [one.id for one in found if one.execution_status != "EXECUTE_COMPLETE"]
