"""Backups by AWS Backup: a vault, which is kept, and a daily rule for the database and for buckets."""

from collections.abc import Mapping, Sequence

from troposphere import AWSHelperFn, AWSObject, GetAtt, Join, Ref, Select, Split, StackId, backup, iam

from tasktracker_cfn.authoring.iam import service_role
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.backup_plan import BackupPlanConfig

# Three hours before the database's own backup and longer before its maintenance (D16), in the hour before which AWS
# Backup starts nothing. https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
EVERY_NIGHT = "cron(0 3 * * ? *)"
START_WITHIN_MINUTES = 60
# What AWS Backup needs changes with AWS Backup, so AWS keeps these.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
POLICY = "service-role/AWSBackupServiceRolePolicyForBackup"
POLICY_OF_BUCKETS = "AWSBackupServiceRolePolicyForS3Backup"


def build(
    system: SystemConfig,
    config: BackupPlanConfig,
    database_arn: AWSHelperFn | None,
    bucket_arns: Mapping[str, Arn],
    key_arn: Arn | None,
) -> list[AWSObject]:
    """Give vault, role, plan and selection."""
    vault = _vault(system, key_arn)
    role = _role(config)
    plan = backup.BackupPlan(
        "BackupPlan",
        BackupPlan=backup.BackupPlanResourceType(
            BackupPlanName=system.name,
            BackupPlanRule=[_rule(config, vault)],
        ),
    )
    found: list[AWSHelperFn] = [database_arn] if database_arn is not None else []
    return [vault, role, plan, _selection(plan, role, [*found, *(bucket_arns[name] for name in config.buckets)])]


def _vault(system: SystemConfig, key_arn: Arn | None) -> backup.BackupVault:
    # Backups outlive what they are of. A vault must have a name, and a stack that is made again finds the old vault
    # there, so the name ends with a part of the stack's own id: .../<name of the stack>/<8>-<4>-<4>-<4>-<12 digits>.
    own_part = Select(1, Split("-", Select(2, Split("/", StackId))))
    return backup.BackupVault(
        "BackupVault",
        DeletionPolicy="Retain",
        UpdateReplacePolicy="Retain",
        BackupVaultName=Join("-", [system.name, own_part]),
        **given(EncryptionKeyArn=key_arn),
    )


def _rule(config: BackupPlanConfig, vault: backup.BackupVault) -> backup.BackupRuleResourceType:
    kept = backup.LifecycleResourceType(DeleteAfterDays=config.retention_days)
    copies = None
    if config.copy_to_region is not None:
        destination = f"backup:{config.copy_to_region}:${{AWS::AccountId}}:backup-vault:{config.copy_to_vault}"
        copies = [
            backup.CopyActionResourceType(
                DestinationBackupVaultArn=text("arn:${AWS::Partition}:" + destination), Lifecycle=kept
            )
        ]
    return backup.BackupRuleResourceType(
        RuleName="daily",
        TargetBackupVault=Ref(vault),
        ScheduleExpression=EVERY_NIGHT,
        StartWindowMinutes=START_WITHIN_MINUTES,
        Lifecycle=kept,
        **given(CopyActions=copies),
    )


def _role(config: BackupPlanConfig) -> iam.Role:
    policies = [POLICY, POLICY_OF_BUCKETS] if config.buckets else [POLICY]
    return service_role("BackupRole", "backup", "Backs up the database and buckets", policies)


def _selection(plan: backup.BackupPlan, role: iam.Role, arns: Sequence[AWSHelperFn]) -> backup.BackupSelection:
    return backup.BackupSelection(
        "BackupSelection",
        BackupPlanId=Ref(plan),
        BackupSelection=backup.BackupSelectionResourceType(
            SelectionName="named", IamRoleArn=GetAtt(role, "Arn"), Resources=list(arns)
        ),
    )
