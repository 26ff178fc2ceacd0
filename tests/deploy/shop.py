"""A small nest that has one of everything that the verbs about a deployed stack look at, deployed in the fake."""

from pathlib import Path
from typing import NamedTuple

from tasktracker_cfn.cli.deploying import Connection
from tasktracker_cfn.cli.standing import Standing
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.plan.target import Target
from tests.aws.fake import Fake
from tests.aws.gateways import gateway_to
from tests.aws.packing import deploy, packed

NAME = "shop-dev"
# A secret that must never be seen in anything that is printed.
CANARY = "canary-5up3r-s3cret"
FILES = {
    "root.yaml": f"""
Parameters:
  Master: {{Type: String, NoEcho: true, Default: {CANARY}}}
  Tasks: {{Type: Number, Default: 2}}
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data.yaml
      Parameters: {{Master: !Ref Master}}
  Service:
    Type: AWS::CloudFormation::Stack
    DependsOn: Data
    Properties:
      TemplateURL: ./service.yaml
      Parameters: {{Tasks: !Ref Tasks}}
  Topic: {{Type: AWS::SNS::Topic}}
Outputs:
  Url: {{Value: "https://shop.example", Description: Where it is}}
  DatabasePassword: {{Value: {CANARY}}}
  Repeated: {{Value: !Ref Master}}
  Connection: {{Value: "postgres://admin:{CANARY}@db.example/shop"}}
  DatabaseSecretArn: {{Value: !Ref Topic}}
""",
    "data.yaml": """
Parameters:
  Master: {Type: String, NoEcho: true}
  Protection: {Type: String, Default: "false"}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Properties:
      Engine: postgres
      EngineVersion: "16.3"
      DBInstanceClass: db.t4g.micro
      AllocatedStorage: "20"
      MasterUsername: shop
      MasterUserPassword: !Ref Master
      DeletionProtection: !Ref Protection
  Uploads: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}
  Cache: {Type: AWS::S3::Bucket, DeletionPolicy: Delete}
  Logs: {Type: AWS::Logs::LogGroup, DeletionPolicy: Delete}
  Deep:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./deep.yaml
""",
    "deep.yaml": """
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Keep: {Type: AWS::SNS::Topic, DeletionPolicy: Retain}
""",
    "service.yaml": """
Parameters:
  Tasks: {Type: Number}
Resources:
  Cluster: {Type: AWS::ECS::Cluster}
  TaskDefinition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: shop
      ContainerDefinitions: [{Name: web, Image: nginx}]
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref TaskDefinition
      DesiredCount: !Ref Tasks
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      MinCapacity: 1
      MaxCapacity: 4
      ResourceId: service/shop/web
      ScalableDimension: ecs:service:DesiredCount
      ServiceNamespace: ecs
""",
}


class Shop(NamedTuple):
    """The fake, the door to it, and the files of the nest."""

    aws: Fake
    gateway: Gateway
    root: Path

    @property
    def standing(self) -> Standing:
        """Give what the verbs work on."""
        target = Target("", "", self.root, NAME, self.aws.account.region, None, {})
        return Standing(Connection(target, self.gateway, self.gateway.identity(), Place("shop/dev")))

    def deploy(self, kind: str = "CREATE", changes: dict[str, tuple[str, str]] | None = None) -> str:
        """Deploy the nest, whose files may be changed, and give the root's status at the end."""
        return deploy(self.aws, NAME, packed(self.aws, self.root, changes), kind)


def written(aws: Fake, folder: Path) -> Shop:
    """Write the files of the nest."""
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return Shop(aws, gateway_to(aws), folder / "root.yaml")
