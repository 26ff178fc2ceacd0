"""Settings of database, repositories and buckets that the shipped systems do not use do what they say."""

import json
from pathlib import Path

from tests.nests import nest_with, properties


def test_storage_limit(tmp_path: Path) -> None:
    """Storage grows up to its limit, and not at all without one."""
    limited = nest_with(tmp_path, {"data.database.storage_limit_gib": 40})["data"]
    assert properties(limited, "Database")["MaxAllocatedStorage"] == 40
    assert "MaxAllocatedStorage" not in properties(nest_with(tmp_path)["data"], "Database")


def test_tags_of_images(tmp_path: Path) -> None:
    """Tags of images stay what they are; all of them move, or those that are named, when that is asked for."""
    repositories = {"a": {"immutable_tags": False}, "b": {}, "c": {"movable_tags": ["latest", "main"]}}
    data = nest_with(tmp_path, {"data.repositories": repositories})["data"]
    assert properties(data, "ARepository")["ImageTagMutability"] == "MUTABLE"
    assert "ImageTagMutabilityExclusionFilters" not in properties(data, "ARepository")
    assert properties(data, "BRepository")["ImageTagMutability"] == "IMMUTABLE"
    assert "ImageTagMutabilityExclusionFilters" not in properties(data, "BRepository")
    assert properties(data, "CRepository")["ImageTagMutability"] == "IMMUTABLE_WITH_EXCLUSION"
    assert properties(data, "CRepository")["ImageTagMutabilityExclusionFilters"] == [
        {"ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": tag}
        for tag in ("latest", "main")
    ]


def test_names_of_repositories(tmp_path: Path) -> None:
    """A repository has the name that is asked for, and else one that CloudFormation makes."""
    data = nest_with(tmp_path, {"data.repositories": {"a": {"name": "team/{environment}"}, "b": {}}})["data"]
    assert properties(data, "ARepository")["RepositoryName"] == "team/development"
    assert "RepositoryName" not in properties(data, "BRepository")


def test_kept_images(tmp_path: Path) -> None:
    """Numbers of images and days are those of the lifecycle policy."""
    data = nest_with(tmp_path, {"data.repositories.a": {"name": "aa", "keep_images": 3, "untagged_days": 2}})["data"]
    policy = properties(data, "ARepository")["LifecyclePolicy"]
    rules = json.loads(policy["LifecyclePolicyText"])["rules"]
    assert [rule["selection"]["countNumber"] for rule in rules] == [2, 3]


def test_pulls_from_other_accounts(tmp_path: Path) -> None:
    """Named accounts may pull images and do nothing else; without any there is no policy."""
    repositories = {"a": {"name": "aa", "pull_accounts": ["111111111111", "222222222222"]}, "b": {"name": "bb"}}
    data = nest_with(tmp_path, {"data.repositories": repositories})["data"]
    (statement,) = properties(data, "ARepository")["RepositoryPolicyText"]["Statement"]
    assert statement["Effect"] == "Allow"
    assert statement["Principal"] == {
        "AWS": [
            {"Fn::Sub": "arn:${AWS::Partition}:iam::111111111111:root"},
            {"Fn::Sub": "arn:${AWS::Partition}:iam::222222222222:root"},
        ]
    }
    assert statement["Action"] == [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ]
    # ECR refuses a policy that names a resource.
    assert "Resource" not in statement
    assert "RepositoryPolicyText" not in properties(data, "BRepository")


def test_old_versions(tmp_path: Path) -> None:
    """Old versions go after their days."""
    rules = properties(nest_with(tmp_path, {"data.buckets.uploads.noncurrent_days": 9})["data"], "UploadsBucket")[
        "LifecycleConfiguration"
    ]["Rules"]
    (rule,) = [rule for rule in rules if rule["Id"] == "delete-old-versions"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 9}


def test_unversioned_bucket(tmp_path: Path) -> None:
    """A bucket without versions says nothing of old ones, and its objects expire at once."""
    expire = [{"prefix": "a/", "days": 3}]
    data = nest_with(tmp_path, {"data.buckets.uploads": {"versioned": False, "expire": expire}})["data"]
    bucket = properties(data, "UploadsBucket")
    assert "VersioningConfiguration" not in bucket
    (rule,) = [rule for rule in bucket["LifecycleConfiguration"]["Rules"] if rule["Id"] == "expire-a/"]
    assert rule["ExpirationInDays"] == 3
    assert "NoncurrentVersionExpiration" not in rule
