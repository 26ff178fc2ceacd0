"""A small nest of three levels, with a database in the grandchild and a bucket in the root."""

from typing import Any

from tests.aws.fake import Fake
from tests.aws.packing import put

LEAF = """
Parameters: {Family: {Type: String, Default: postgres16}, Password: {Type: String, NoEcho: true, Default: canary}}
Resources:
  Settings:
    Type: AWS::RDS::DBParameterGroup
    Properties: {Family: !Ref Family, Description: settings, Parameters: {password: !Ref Password}}
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    UpdateReplacePolicy: Snapshot
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.micro
      DBParameterGroupName: !Ref Settings
      StorageEncrypted: %s
Outputs: {Host: {Value: !GetAtt Database.Endpoint.Address}}
"""
MIDDLE = """
Parameters: {Family: {Type: String}}
Resources:
  Database:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: %s, Parameters: {Family: !Ref Family}}
Outputs: {Host: {Value: !GetAtt Database.Outputs.Host}}
"""
ROOT = """
Parameters: {Family: {Type: String, Default: postgres16}}
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: %s, Parameters: {Family: !Ref Family}}
  Uploads:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
    Properties: {BucketName: %s}
  Note:
    Type: AWS::SSM::Parameter
    Properties: {Type: String, Value: !Sub "${Data.Outputs.Host}"}
Outputs: {Bucket: {Value: !Ref Uploads, Description: %s}}
"""


def nest(aws: Fake, *, encrypted: str = "true", bucket: str = "uploads", about: str = "b") -> str:
    """Upload a nest of three levels, and give its root."""
    leaf = put(aws, f"leaf-{encrypted}.yaml", LEAF % encrypted)
    return ROOT % (put(aws, f"middle-{encrypted}.yaml", MIDDLE % leaf), bucket, about)


def tree(aws: Fake, described: dict[str, Any], *, values: bool = False) -> dict[str, dict[str, Any]]:
    """Give the rows of a change set and of those below it, by the way that leads there."""
    found = {}
    client = aws.client("cloudformation")
    for change in described["Changes"]:
        row = change["ResourceChange"]
        found[row["LogicalResourceId"]] = row
        if inner := row.get("ChangeSetId"):
            below = client.describe_change_set(ChangeSetName=inner, IncludePropertyValues=values)
            found |= {
                f"{row['LogicalResourceId']}/{name}": item for name, item in tree(aws, below, values=values).items()
            }
    return found
