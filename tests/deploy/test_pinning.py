"""What cannot be deleted because something that is kept goes on using it."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.destroy.wishes import Wanted
from tests.aws.fake import Fake
from tests.aws.packing import deploy, packed
from tests.deploy.doomed import NAME, Doomed

ROOT = """
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./network.yaml
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./data.yaml
      Parameters:
        Subnets: !GetAtt Network.Outputs.Subnets
        Group: !GetAtt Network.Outputs.Group
"""
NETWORK = """
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  SubnetA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  SubnetB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Public: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  DatabaseGroup: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d, VpcId: !Ref Vpc}}
  OtherGroup: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: o, VpcId: !Ref Vpc}}
Outputs:
  Subnets: {Value: !Join [',', [!Ref SubnetA, !Ref SubnetB]]}
  Group: {Value: !GetAtt DatabaseGroup.GroupId}
"""
DATA = """
Parameters:
  Subnets: {Type: List<AWS::EC2::Subnet::Id>}
  Group: {Type: String}
Resources:
  SubnetGroup:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: d, SubnetIds: !Ref Subnets}
  Database:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Retain
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.micro
      DBSubnetGroupName: !Ref SubnetGroup
      VPCSecurityGroups: [!Ref Group]
"""
# All that the database goes on using, and not what else is in the network.
HELD = ("Network/Vpc", "Network/SubnetA", "Network/SubnetB", "Network/DatabaseGroup", "Data/SubnetGroup")
RETAIN = frozenset(HELD)


@pytest.fixture
def nest(aws: Fake, tmp_path: Path) -> Doomed:
    """Deploy a nest whose database stays when it is deleted."""
    for name, text in (("root", ROOT), ("network", NETWORK), ("data", DATA)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, tmp_path / "root.yaml")) == "CREATE_COMPLETE"
    return Doomed(aws)


def test_foretold(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """A kept database is said to keep its subnet group, groups, subnets and VPC; nothing goes before an answer."""
    assert nest.run(wanted=Wanted()) == 1
    out = capsys.readouterr().out
    assert f"Data/Database is kept and goes on using {', '.join(HELD)}: AWS deletes none of them" in out
    flags = " ".join(f"--retain {address}" for address in HELD)
    assert out.endswith(f"next: python -m tasktracker_cfn destroy --stack-name {NAME} {flags}\n")
    assert (nest.status, nest.fates) == ("CREATE_COMPLETE", {})


def test_all_of_it_stays(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """With what is said to answer it, one run ends it: what is held stays, what is not goes, and all is told."""
    assert nest.run(wanted=Wanted(retain=RETAIN)) == 0
    fates = nest.fates
    assert {place for place, fate in fates.items() if fate == "retained"} == {*HELD, "Data/Database"}
    gone = {place for place, fate in fates.items() if fate == "deleted" and "/" in place}
    assert gone == {"Network/Public", "Network/OtherGroup"}
    assert "6 left behind" in capsys.readouterr().out


def test_deleted_by_hand(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """After a delete that nobody foretold it is explained; when the database is gone, the same command finishes."""
    nest.aws.other_actor().delete(NAME)
    nest.aws.settle()
    assert nest.status == "DELETE_FAILED"
    assert nest.run(wanted=Wanted()) == 3
    out = capsys.readouterr().out
    assert "Data/SubnetGroup" in out
    assert "is still using it" in out
    assert "next: what uses it was kept, or is none of this stack; delete that and run this again" in out
    nest.aws.delete_by_hand("Data/Database")
    assert nest.run(wanted=Wanted()) == 0
    assert nest.fates["Network/Vpc"] == "deleted"


def test_let_stay_after_a_failure(nest: Doomed) -> None:
    """After a delete that failed, what is held in stacks that it never reached can be let stay as well."""
    nest.aws.other_actor().delete(NAME)
    nest.aws.settle()
    assert nest.aws.stack(f"{NAME}/Network").status == "CREATE_COMPLETE"
    assert nest.run(wanted=Wanted(retain=RETAIN)) == 0
    assert nest.fates["Network/Vpc"] == "retained"


def test_a_group_that_is_kept_keeps_its_network(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A security group that is kept keeps the VPC, and a group of subnets alone keeps nothing."""
    network = NETWORK.replace("DatabaseGroup: {Type", "DatabaseGroup: {DeletionPolicy: Retain, Type")
    subnets = (
        "  Own: {Type: AWS::RDS::DBSubnetGroup, DeletionPolicy: Retain, Properties: {SubnetIds: [!Ref SubnetA]}}\n"
    )
    (tmp_path / "root.yaml").write_text(network.replace("Outputs:", f"{subnets}Outputs:"), encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, tmp_path / "root.yaml")) == "CREATE_COMPLETE"
    assert Doomed(aws).run(wanted=Wanted()) == 1
    assert "1. DatabaseGroup is kept and goes on using Vpc: AWS deletes none" in capsys.readouterr().out


def test_a_key_that_goes_locks_what_stays(aws: Fake, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a key that is deleted it is said which snapshot and which kept bucket cannot be read without it."""
    database = "Engine: postgres, DBInstanceClass: db.t4g.micro, KmsKeyId: !GetAtt Key.Arn"
    rule = "ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !Ref Key}"
    text = f"""
Resources:
  Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{}}, PendingWindowInDays: 9}}}}
  Database: {{Type: AWS::RDS::DBInstance, DeletionPolicy: Snapshot, Properties: {{{database}}}}}
  Uploads:
    Type: AWS::S3::Bucket
    DeletionPolicy: Retain
    Properties: {{BucketEncryption: {{ServerSideEncryptionConfiguration: [{{{rule}}}]}}}}
  Queue: {{Type: AWS::SQS::Queue, Properties: {{KmsMasterKeyId: !Ref Key}}}}
"""
    (tmp_path / "root.yaml").write_text(text, encoding="utf-8")
    assert deploy(aws, NAME, packed(aws, tmp_path / "root.yaml")) == "CREATE_COMPLETE"
    assert Doomed(aws).run(wanted=Wanted(), asked=lambda _: NAME) == 0
    said = "encrypted with it, in 9 days; also Database, Uploads, which stays and cannot be read then"
    assert said in capsys.readouterr().out
