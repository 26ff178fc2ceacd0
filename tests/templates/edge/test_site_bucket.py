"""The site's bucket keeps what it is told to, and only the distribution reads it."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.templates.edge.sites import LAMBDA, OAI, distribution, edge_with

OBJECTS = [{"Fn::Sub": "${SiteBucket.Arn}/*"}]


def _statements(edge: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (policy,) = of_type(edge, "AWS::S3::BucketPolicy").values()
    assert policy["Properties"]["Bucket"] == {"Ref": "SiteBucket"}
    return {entry["Sid"]: entry for entry in policy["Properties"]["PolicyDocument"]["Statement"]}


def test_no_site(tmp_path: Path) -> None:
    """Without a site the edge has nothing of CloudFront, S3, Lambda and IAM."""
    services = {resource["Type"].split("::")[1] for resource in nest_with(tmp_path)["edge"]["Resources"].values()}
    assert services == {"ElasticLoadBalancingV2", "CertificateManager", "Route53"}


def test_private_and_kept(tmp_path: Path) -> None:
    """The bucket is private, encrypted, versioned, without ACLs and without a website, and is always kept."""
    edge = edge_with(tmp_path)
    bucket = properties(edge, "SiteBucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert not {"WebsiteConfiguration", "AccessControl", "BucketName"} & bucket.keys()
    resource = edge["Resources"]["SiteBucket"]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


@pytest.mark.parametrize(("tiering", "noncurrent"), [(1, 1), (30, 90), (400, 7)])
def test_lifecycle(tmp_path: Path, tiering: int, noncurrent: int) -> None:
    """Files move to Intelligent-Tiering, and old versions and unfinished uploads go, after the days that are set."""
    edge = edge_with(tmp_path, tiering_days=tiering, noncurrent_days=noncurrent)
    rules = properties(edge, "SiteBucket")["LifecycleConfiguration"]["Rules"]
    assert {rule["Status"] for rule in rules} == {"Enabled"}
    found = {key: value for rule in rules for key, value in rule.items() if key not in {"Id", "Status"}}
    assert found == {
        "Transitions": [{"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": tiering}],
        "NoncurrentVersionExpiration": {"NoncurrentDays": noncurrent},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    }


@pytest.mark.parametrize("settings", [{}, OAI, LAMBDA])
def test_nobody_else(tmp_path: Path, settings: dict[str, object]) -> None:
    """One statement refuses plain HTTP, one lets one reader get objects, and nothing lists the bucket."""
    refuse, read = _statements(edge_with(tmp_path, **settings)).values()
    assert (refuse["Effect"], refuse["Action"], refuse["Principal"]) == ("Deny", ["s3:*"], "*")
    assert refuse["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert (read["Effect"], read["Action"], read["Resource"]) == ("Allow", ["s3:GetObject"], OBJECTS)


def test_origin_access_control(tmp_path: Path) -> None:
    """With an origin access control the service reads, for this distribution only, and the identity is empty."""
    edge = edge_with(tmp_path, origin_access="oac")
    read = _statements(edge)["ReadByDistribution"]
    assert read["Principal"] == {"Service": ["cloudfront.amazonaws.com"]}
    source = {"Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"}
    assert read["Condition"] == {"StringEquals": {"AWS:SourceArn": source}}
    (origin,) = distribution(edge)["Origins"]
    assert origin["OriginAccessControlId"] == {"Ref": "OriginAccessControl"}
    assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    control = properties(edge, "OriginAccessControl")["OriginAccessControlConfig"]
    assert control == {
        "Name": "task-management-api-development-site",
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    assert not of_type(edge, "AWS::CloudFront::CloudFrontOriginAccessIdentity")


def test_origin_access_identity(tmp_path: Path) -> None:
    """With an origin access identity its canonical user reads, and there is no control."""
    edge = edge_with(tmp_path, origin_access="oai")
    read = _statements(edge)["ReadByOriginAccessIdentity"]
    assert read["Principal"] == {"CanonicalUser": [{"Fn::GetAtt": ["OriginAccessIdentity", "S3CanonicalUserId"]}]}
    assert "Condition" not in read
    (origin,) = distribution(edge)["Origins"]
    assert "OriginAccessControlId" not in origin
    identity = {"Fn::Sub": "origin-access-identity/cloudfront/${OriginAccessIdentity}"}
    assert origin["S3OriginConfig"] == {"OriginAccessIdentity": identity}
    assert not of_type(edge, "AWS::CloudFront::OriginAccessControl")


@pytest.mark.parametrize("settings", [{}, OAI])
def test_origin_host(tmp_path: Path, settings: dict[str, object]) -> None:
    """The bucket is reached by its regional name, and every behaviour's origin exists."""
    edge = edge_with(tmp_path, **settings)
    (origin,) = distribution(edge)["Origins"]
    assert origin["DomainName"] == {"Fn::GetAtt": ["SiteBucket", "RegionalDomainName"]}
    assert distribution(edge)["DefaultCacheBehavior"]["TargetOriginId"] == origin["Id"]
