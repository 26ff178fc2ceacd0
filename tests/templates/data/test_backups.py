"""Backups beside the database's own: copies in another region, and the plan of AWS Backup."""

import re
from pathlib import Path

import pytest

from tests.nests import Templates, nest_with, of_type, properties
from tests.toml_files import DATABASE_KEYS, Key

RDS, PLAN = "data.database", "data.backup_plan"
INSTANCE = (f"{RDS}.instance_class", f"{RDS}.storage_gib", f"{RDS}.multi_az")
OWN_KEY = "arn:aws:kms:us-west-2:111111111111:key/00000000-0000-0000-0000-000000000000"


def test_backups_elsewhere(tmp_path: Path) -> None:
    """Automated backups are copied for as long, with a key of that region, which the stack is told (S2-98)."""
    nest = nest_with(tmp_path, {f"{RDS}.backup_region": "us-west-2", f"{RDS}.backup_retention_days": 30})
    database = properties(nest["data"], "Database")
    assert database["AutomaticBackupReplicationRegion"] == "us-west-2"
    assert database["AutomaticBackupReplicationRetentionPeriod"] == database["BackupRetentionPeriod"] == 30
    assert database["AutomaticBackupReplicationKmsKeyId"] == {"Ref": "BackupReplicationKey"}
    parameter = nest["root"]["Parameters"]["BackupReplicationKey"]
    takes = re.compile(parameter["AllowedPattern"])
    assert takes.fullmatch(parameter["Default"])
    # RDS makes that one on demand, so a region where it never encrypted anything has none.
    assert "once RDS has encrypted something in us-west-2" in parameter["Description"]
    assert takes.fullmatch(OWN_KEY)
    assert not takes.fullmatch(OWN_KEY.replace("us-west-2", "us-east-1"))
    assert not takes.fullmatch("alias/other")


def test_no_backups_elsewhere(tmp_path: Path) -> None:
    """Without another region nothing is copied, and no key is asked for."""
    nest = nest_with(tmp_path)
    assert not [key for key in properties(nest["data"], "Database") if key.startswith("AutomaticBackup")]
    assert "BackupReplicationKey" not in nest["root"]["Parameters"]


@pytest.fixture(name="planned")
def _planned(tmp_path: Path) -> Templates:
    copies = {"copy_to_region": "us-west-2", "copy_to_vault": "second", "buckets": ["uploads"], "retention_days": 40}
    return nest_with(tmp_path, {PLAN: copies, "encryption": {"data": True}})


def test_vault(planned: Templates) -> None:
    """The vault is kept, encrypted with the key for data, and has a name that no other stack's vault has."""
    vault = planned["data"]["Resources"]["BackupVault"]
    assert (vault["DeletionPolicy"], vault["UpdateReplacePolicy"]) == ("Retain", "Retain")
    told = vault["Properties"]
    assert told["EncryptionKeyArn"] == {"Ref": "DataKeyArn"}
    _, (name, own) = told["BackupVaultName"]["Fn::Join"]
    # AWS takes 50 characters, and the longest name of a system has 45.
    assert name == "task-management-api-development"
    uuid = {"Fn::Select": [2, {"Fn::Split": ["/", {"Ref": "AWS::StackId"}]}]}
    assert own == {"Fn::Select": [1, {"Fn::Split": ["-", uuid]}]}
    assert told["BackupVaultTags"]["ManagedBy"]


def test_plan(planned: Templates) -> None:
    """Every night a backup is made, kept for its days, and copied to the other region's vault for as many."""
    plan = properties(planned["data"], "BackupPlan")["BackupPlan"]
    (rule,) = plan["BackupPlanRule"]
    assert rule["TargetBackupVault"] == {"Ref": "BackupVault"}
    assert rule["ScheduleExpression"] == "cron(0 3 * * ? *)"
    # It is to start, and mostly to end, before the database's own backup.
    assert rule["StartWindowMinutes"] == 60
    assert properties(planned["data"], "Database")["PreferredBackupWindow"].startswith("06:")
    assert rule["Lifecycle"] == {"DeleteAfterDays": 40}
    (copy,) = rule["CopyActions"]
    arn = "arn:${AWS::Partition}:backup:us-west-2:${AWS::AccountId}:backup-vault:second"
    assert copy == {"DestinationBackupVaultArn": {"Fn::Sub": arn}, "Lifecycle": {"DeleteAfterDays": 40}}


def test_selection(planned: Templates) -> None:
    """Database and buckets are named, and the role may back up both, for this account only."""
    told = properties(planned["data"], "BackupSelection")
    assert told["BackupPlanId"] == {"Ref": "BackupPlan"}
    assert told["BackupSelection"]["Resources"] == [
        {"Fn::GetAtt": ["Database", "DBInstanceArn"]},
        {"Fn::GetAtt": ["UploadsBucket", "Arn"]},
    ]
    assert told["BackupSelection"]["IamRoleArn"] == {"Fn::GetAtt": ["BackupRole", "Arn"]}
    role = properties(planned["data"], "BackupRole")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["backup.amazonaws.com"]}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    names = [arn["Fn::Sub"].removeprefix("arn:${AWS::Partition}:iam::aws:policy/") for arn in role["ManagedPolicyArns"]]
    assert names == ["service-role/AWSBackupServiceRolePolicyForBackup", "AWSBackupServiceRolePolicyForS3Backup"]


def test_plan_of_a_cluster(tmp_path: Path) -> None:
    """A cluster is backed up as a whole; without copies there are none, and without a key AWS's own encrypts."""
    cluster: dict[Key, object] = {
        f"{RDS}.engine": "aurora-postgresql",
        f"{RDS}.version": "16.13",
        f"{RDS}.serverless": {"minimum_acu": 0.5, "maximum_acu": 2},
        PLAN: {},
    }
    data = nest_with(tmp_path, cluster, INSTANCE)["data"]
    selection = properties(data, "BackupSelection")["BackupSelection"]
    assert selection["Resources"] == [{"Fn::GetAtt": ["Database", "DBClusterArn"]}]
    (rule,) = properties(data, "BackupPlan")["BackupPlan"]["BackupPlanRule"]
    assert "CopyActions" not in rule
    assert rule["Lifecycle"] == {"DeleteAfterDays": 35}
    assert "EncryptionKeyArn" not in properties(data, "BackupVault")
    assert len(properties(data, "BackupRole")["ManagedPolicyArns"]) == 1


def test_plan_of_buckets_only(tmp_path: Path) -> None:
    """A system without a database can have its buckets backed up."""
    data = nest_with(tmp_path, {PLAN: {"buckets": ["uploads"]}}, DATABASE_KEYS)["data"]
    selection = properties(data, "BackupSelection")["BackupSelection"]
    assert selection["Resources"] == [{"Fn::GetAtt": ["UploadsBucket", "Arn"]}]


def test_no_plan(tmp_path: Path) -> None:
    """Without the table there is nothing of AWS Backup."""
    resources = nest_with(tmp_path)["data"]["Resources"].values()
    assert not [resource["Type"] for resource in resources if resource["Type"].startswith("AWS::Backup::")]
    assert of_type(nest_with(tmp_path)["data"], "AWS::IAM::Role") == {}
