"""Image repositories: scanned on push, tags that stay what they are, old images expired."""

import json
from typing import Never

from awacs import ecr as ecr_actions
from awacs.aws import Allow, PolicyDocument, Principal, Statement
from troposphere import ecr

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.data import RepositoryConfig


def repository(name: str, config: RepositoryConfig, system: SystemConfig, key_arn: Arn | None) -> ecr.Repository:
    """Give a repository by the name of its use."""
    return ecr.Repository(
        f"{pascal(name)}Repository",
        DeletionPolicy="Delete" if system.disposable else "Retain",
        UpdateReplacePolicy="Retain",
        **given(RepositoryName=system.filled(config.name)),
        # K19: a repository with images cannot be deleted otherwise.
        **given(EmptyOnDelete=True if system.disposable else None),
        **given(EncryptionConfiguration=_encryption(key_arn)),
        ImageScanningConfiguration=ecr.ImageScanningConfiguration(ScanOnPush=True),
        **_tags(config),
        LifecyclePolicy=ecr.LifecyclePolicy(LifecyclePolicyText=_lifecycle(config)),
        **given(RepositoryPolicyText=_pulled_from_elsewhere(config)),
    )


def _encryption(key_arn: Arn | None) -> ecr.EncryptionConfiguration | None:
    # ECR grants itself the use of the key, so who pulls needs no permission for it.
    # https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
    return ecr.EncryptionConfiguration(EncryptionType="KMS", KmsKey=key_arn) if key_arn is not None else None


def _tags(config: RepositoryConfig) -> dict[str, Never]:
    if not config.immutable_tags:
        return given(ImageTagMutability="MUTABLE")
    if not config.movable_tags:
        return given(ImageTagMutability="IMMUTABLE")
    # X02: a second push of such a tag would fail under plain IMMUTABLE.
    filters = [
        ecr.ImageTagMutabilityExclusionFilter(
            ImageTagMutabilityExclusionFilterType="WILDCARD", ImageTagMutabilityExclusionFilterValue=tag
        )
        for tag in config.movable_tags
    ]
    return given(ImageTagMutability="IMMUTABLE_WITH_EXCLUSION", ImageTagMutabilityExclusionFilters=filters)


def _pulled_from_elsewhere(config: RepositoryConfig) -> PolicyDocument | None:
    if not config.pull_accounts:
        return None
    # Each account decides itself which of its roles may pull. A policy of a repository names no resource.
    accounts = [text(f"arn:${{AWS::Partition}}:iam::{account}:root") for account in config.pull_accounts]
    return PolicyDocument(
        Version="2012-10-17",
        Statement=[
            Statement(
                Sid="PullFromOtherAccounts",
                Effect=Allow,
                Principal=Principal("AWS", accounts),
                Action=[
                    ecr_actions.BatchCheckLayerAvailability,
                    ecr_actions.BatchGetImage,
                    ecr_actions.GetDownloadUrlForLayer,
                ],
            )
        ],
    )


def _lifecycle(config: RepositoryConfig) -> str:
    # X01: a JSON text; the rule for "any" must come last.
    rules = [
        {
            "rulePriority": 1,
            "description": f"Untagged images go after {config.untagged_days} days",
            "selection": {
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": config.untagged_days,
            },
            "action": {"type": "expire"},
        },
        {
            "rulePriority": 2,
            "description": f"The newest {config.keep_images} images stay",
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": config.keep_images},
            "action": {"type": "expire"},
        },
    ]
    return json.dumps({"rules": rules}, indent=2)
