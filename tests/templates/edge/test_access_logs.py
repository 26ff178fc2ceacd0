"""Access logs of load balancer, CloudFront and the site's bucket, and of DNS queries: who may write where."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.templates.edge.sites import edge_with
from tests.templates.switches import CREATED_ZONE
from tests.toml_files import Key

BUCKETS: dict[str, Key] = {
    "AccessLogBucket": ("edge", "access_log"),
    "SiteAccessLogBucket": ("edge", "site", "access_log"),
    "SiteBucketLogBucket": ("edge", "site", "bucket_access_log"),
}
NAME = "task-management-api-development"
SOURCES = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:delivery-source:*"
OWN_ACCOUNT = {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}


def _edge(folder: Path, bucket: str, **settings: object) -> dict[str, Any]:
    return nest_with(folder, {BUCKETS[bucket]: settings})["edge"]


def _writer(edge: dict[str, Any], bucket: str) -> dict[str, Any]:
    """Give the one statement that lets somebody write, beside the one that refuses plain HTTP."""
    policy = properties(edge, f"{bucket}Policy")
    assert policy["Bucket"] == {"Ref": bucket}
    refuse, write = policy["PolicyDocument"]["Statement"]
    assert (refuse["Effect"], refuse["Principal"], refuse["Action"]) == ("Deny", "*", ["s3:*"])
    assert refuse["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert (write["Effect"], write["Action"]) == ("Allow", ["s3:PutObject"])
    return dict(write)


def _attributes(edge: dict[str, Any]) -> dict[str, Any]:
    return {entry["Key"]: entry["Value"] for entry in properties(edge, "LoadBalancer")["LoadBalancerAttributes"]}


def test_none(tmp_path: Path) -> None:
    """Without the settings there is no bucket but the site's, and nothing is logged."""
    edge = edge_with(tmp_path)
    assert set(of_type(edge, "AWS::S3::Bucket")) == {"SiteBucket"}
    assert "LoggingConfiguration" not in properties(edge, "SiteBucket")
    assert not [key for key in _attributes(edge) if key.startswith("access_logs")]
    assert "DependsOn" not in edge["Resources"]["LoadBalancer"]
    assert not of_type(edge, "AWS::Logs::Delivery")


@pytest.mark.parametrize("bucket", BUCKETS)
def test_buckets(tmp_path: Path, bucket: str) -> None:
    """A bucket of logs is private, without ACLs, encrypted by S3, versioned, kept, and empties itself."""
    edge = _edge(tmp_path, bucket, expire_days=7)
    found = properties(edge, bucket)
    assert set(found["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(found["PublicAccessBlockConfiguration"]) == 4
    assert found["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    # L02
    (rule,) = found["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert found["VersioningConfiguration"] == {"Status": "Enabled"}
    assert {"BucketName", "LoggingConfiguration"}.isdisjoint(found)
    expiry, unfinished = found["LifecycleConfiguration"]["Rules"]
    assert (expiry["ExpirationInDays"], expiry["NoncurrentVersionExpiration"]) == (7, {"NoncurrentDays": 1})
    assert unfinished["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}
    resource = edge["Resources"][bucket]
    assert (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("Retain", "Retain")


@pytest.mark.parametrize("bucket", BUCKETS)
def test_encryption_of_s3(tmp_path: Path, bucket: str) -> None:
    """Whoever delivers logs is not kept out by a key of our own."""
    changes: dict[Key, object] = {BUCKETS[bucket]: {}, "encryption": {"data": True, "logs": True}}
    (rule,) = properties(nest_with(tmp_path, changes)["edge"], bucket)["BucketEncryption"][
        "ServerSideEncryptionConfiguration"
    ]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}


@pytest.mark.parametrize(("settings", "folder"), [({}, ""), ({"prefix": "a/lb"}, "a/lb/")])
def test_s2_26_s3_42_load_balancer(tmp_path: Path, settings: dict[str, object], folder: str) -> None:
    """The load balancer logs into a bucket whose policy lets load balancers of this account write there."""
    edge = _edge(tmp_path, "AccessLogBucket", **settings)
    logged = {key: value for key, value in _attributes(edge).items() if key.startswith("access_logs")}
    expected = {"access_logs.s3.enabled": "true", "access_logs.s3.bucket": {"Ref": "AccessLogBucket"}}
    assert logged == expected | ({"access_logs.s3.prefix": "a/lb"} if folder else {})
    write = _writer(edge, "AccessLogBucket")
    assert write["Principal"] == {"Service": ["logdelivery.elasticloadbalancing.amazonaws.com"]}
    path = f"${{AccessLogBucket.Arn}}/{folder}AWSLogs/${{AWS::AccountId}}/*"
    assert write["Resource"] == [{"Fn::Sub": path}]
    assert "Condition" not in write


def test_policy_before_load_balancer(tmp_path: Path) -> None:
    """The load balancer waits for the policy, since it tries to write when it is made."""
    edge = _edge(tmp_path, "AccessLogBucket")
    assert edge["Resources"]["LoadBalancer"]["DependsOn"] == ["AccessLogBucketPolicy"]


def test_distribution(tmp_path: Path) -> None:
    """A delivery joins the distribution with a bucket, after the policy that lets log delivery write there."""
    edge = _edge(tmp_path, "SiteAccessLogBucket")
    source, destination = properties(edge, "SiteLogSource"), properties(edge, "SiteLogDestination")
    arn = "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}"
    assert (source["LogType"], source["ResourceArn"]) == ("ACCESS_LOGS", {"Fn::Sub": arn})
    assert destination["DestinationResourceArn"] == {"Fn::GetAtt": ["SiteAccessLogBucket", "Arn"]}
    assert destination["OutputFormat"] == "w3c"
    delivery = properties(edge, "SiteLogDelivery")
    assert delivery["DeliverySourceName"] == {"Ref": "SiteLogSource"}
    assert delivery["DeliveryDestinationArn"] == {"Fn::GetAtt": ["SiteLogDestination", "Arn"]}
    assert edge["Resources"]["SiteLogDelivery"]["DependsOn"] == ["SiteAccessLogBucketPolicy"]
    # F17
    assert "Logging" not in properties(edge, "Distribution")["DistributionConfig"]


def test_log_delivery_writes(tmp_path: Path) -> None:
    """Log delivery writes for sources of this account alone."""
    edge = _edge(tmp_path, "SiteAccessLogBucket")
    write = _writer(edge, "SiteAccessLogBucket")
    assert write["Principal"] == {"Service": ["delivery.logs.amazonaws.com"]}
    assert write["Resource"] == [{"Fn::Sub": "${SiteAccessLogBucket.Arn}/*"}]
    assert write["Condition"] == {
        "StringEquals": {**OWN_ACCOUNT, "s3:x-amz-acl": "bucket-owner-full-control"},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": SOURCES}},
    }
    assert properties(edge, "SiteLogSource")["Name"] == f"{NAME}-site"


def test_longest_names(tmp_path: Path) -> None:
    """The names of source and destination are short enough at their longest."""
    changes: dict[Key, object] = {
        "system": "s" * 28,
        "environments": {"e" * 16: {}},
        "edge.site": {"access_log": {}},
    }
    edge = nest_with(tmp_path, changes)["edge"]
    assert {len(properties(edge, name)["Name"]) for name in ("SiteLogSource", "SiteLogDestination")} == {50}


def test_site_bucket(tmp_path: Path) -> None:
    """S3 logs what the site's bucket is asked, into another bucket that takes it from this one alone."""
    edge = _edge(tmp_path, "SiteBucketLogBucket")
    logging = properties(edge, "SiteBucket")["LoggingConfiguration"]
    assert logging == {"DestinationBucketName": {"Ref": "SiteBucketLogBucket"}}
    write = _writer(edge, "SiteBucketLogBucket")
    assert write["Principal"] == {"Service": ["logging.s3.amazonaws.com"]}
    assert write["Resource"] == [{"Fn::Sub": "${SiteBucketLogBucket.Arn}/*"}]
    # B08
    assert write["Condition"] == {
        "StringEquals": OWN_ACCOUNT,
        "ArnLike": {"aws:SourceArn": {"Fn::GetAtt": ["SiteBucket", "Arn"]}},
    }


def test_queries(tmp_path: Path) -> None:
    """A zone of the stack logs what it is asked, after Route 53 has been let into the log group."""
    changes = {**CREATED_ZONE, "edge.domain.query_logging": {"retention_days": 3}, "encryption": {"logs": True}}
    edge = nest_with(tmp_path, changes)["edge"]
    group = properties(edge, "QueryLogGroup")
    assert "LogGroupName" not in group
    assert (group["RetentionInDays"], group["KmsKeyId"]) == (3, {"Ref": "LogsKeyArn"})
    zone = edge["Resources"]["HostedZone"]
    arn = {"Fn::GetAtt": ["QueryLogGroup", "Arn"]}
    assert zone["Properties"]["QueryLoggingConfig"] == {"CloudWatchLogsLogGroupArn": arn}
    assert zone["DependsOn"] == ["LogDeliveryPolicy"]
    (statement,) = properties(edge, "LogDeliveryPolicy")["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["route53.amazonaws.com"]}
    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"] == [arn]
    assert statement["Condition"] == {
        "StringEquals": OWN_ACCOUNT,
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:route53:::hostedzone/*"}},
    }


def test_no_queries(tmp_path: Path) -> None:
    """A zone of the stack logs no queries unless it is told to, also beside a firewall that logs."""
    edge = nest_with(tmp_path, {**CREATED_ZONE, "edge.waf": {}})["edge"]
    assert "QueryLoggingConfig" not in properties(edge, "HostedZone")
    assert "DependsOn" not in edge["Resources"]["HostedZone"]
    assert "QueryLogGroup" not in edge["Resources"]
