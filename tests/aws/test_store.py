"""Boto3 itself meets the fake's S3 and STS."""

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.aws.fake import Fake

ONCE = Config(retries={"total_max_attempts": 1})


def test_identity(aws: Fake) -> None:
    """STS tells the account and the user."""
    assert aws.client("sts").get_caller_identity()["Account"] == "123456789012"
    assert aws.calls[-1][:2] == ("sts", "GetCallerIdentity")


def test_objects(aws: Fake) -> None:
    """What is put is got, listed in pages, and kept in versions."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="things")
    s3.put_bucket_versioning(Bucket="things", VersioningConfiguration={"Status": "Enabled"})
    aws.account.page = 1
    for number in range(25):
        s3.put_object(Bucket="things", Key=f"a b/{number:02}.yaml", Body=b"x" * number, Metadata={"who": "me"})
    found = s3.get_object(Bucket="things", Key="a b/07.yaml")
    assert (found["Body"].read(), found["Metadata"]) == (b"xxxxxxx", {"who": "me"})
    pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="things", Prefix="a b/"))
    assert [len(page["Contents"]) for page in pages] == [10, 10, 5]
    s3.delete_object(Bucket="things", Key="a b/07.yaml")
    with pytest.raises(ClientError, match="404"):
        s3.head_object(Bucket="things", Key="a b/07.yaml")
    rows = list(s3.get_paginator("list_object_versions").paginate(Bucket="things"))
    assert sum(len(row.get("Versions", [])) for row in rows) == 25
    (mark,) = [mark for row in rows for mark in row.get("DeleteMarkers", [])]
    with pytest.raises(ClientError, match="BucketNotEmpty"):
        s3.delete_bucket(Bucket="things")
    s3.delete_objects(Bucket="things", Delete={"Objects": [{"Key": mark["Key"], "VersionId": mark["VersionId"]}]})
    assert s3.head_object(Bucket="things", Key="a b/07.yaml")["ContentLength"] == 7


def test_put_once(aws: Fake) -> None:
    """An object that must not be there yet is refused when it is."""
    aws.bucket("things")
    s3 = aws.client("s3")
    s3.put_object(Bucket="things", Key="a", Body=b"1", IfNoneMatch="*")
    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket="things", Key="a", Body=b"2", IfNoneMatch="*")
    assert s3.get_object(Bucket="things", Key="a")["Body"].read() == b"1"


def test_settings(aws: Fake) -> None:
    """What a bucket is set to is given back, and is not there before."""
    aws.bucket("things")
    s3 = aws.client("s3")
    with pytest.raises(ClientError, match="NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket="things")
    s3.put_bucket_policy(Bucket="things", Policy='{"Version": "2012-10-17"}')
    assert s3.get_bucket_policy(Bucket="things")["Policy"] == '{"Version": "2012-10-17"}'
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    s3.put_bucket_encryption(Bucket="things", ServerSideEncryptionConfiguration=rules)
    assert s3.get_bucket_encryption(Bucket="things")["ServerSideEncryptionConfiguration"] == rules
    s3.put_bucket_tagging(Bucket="things", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    assert s3.get_bucket_tagging(Bucket="things")["TagSet"] == [{"Key": "a", "Value": "b"}]


def test_owner(aws: Fake) -> None:
    """A bucket of another account answers 403, and so does one that is not whose it is said to be."""
    aws.bucket("theirs", owner="999999999999")
    aws.bucket("ours")
    s3 = aws.client("s3")
    for name, asked in (
        ("head_bucket", {"Bucket": "theirs"}),
        ("head_bucket", {"Bucket": "ours", "ExpectedBucketOwner": "999999999999"}),
        ("put_object", {"Bucket": "ours", "Key": "a", "Body": b"", "ExpectedBucketOwner": "999999999999"}),
    ):
        with pytest.raises(ClientError) as caught:
            getattr(s3, name)(**asked)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    with pytest.raises(ClientError, match="BucketAlreadyExists"):
        s3.create_bucket(Bucket="theirs")


def test_faults(aws: Fake) -> None:
    """Boto3 tries again what is throttled, and what nobody answered."""
    aws.bucket("things", versioned=True)
    aws.fault("HeadBucket", "SlowDown", times=2)
    s3 = aws.client("s3", config=Config(retries={"total_max_attempts": 4, "mode": "standard"}))
    # The pauses of boto3 itself are real ones; they are short.
    assert s3.head_bucket(Bucket="things")["BucketRegion"] == "us-east-1"
    assert [call.error for call in aws.calls] == ["SlowDown", "SlowDown", ""]

    once = aws.client("s3", config=ONCE)
    aws.lose_answer("PutObject")
    with pytest.raises(ConnectionClosedError):
        once.put_object(Bucket="things", Key="a", Body=b"1")
    assert once.get_object(Bucket="things", Key="a")["Body"].read() == b"1"
    aws.lose_request("PutObject")
    with pytest.raises(ConnectionClosedError):
        once.put_object(Bucket="things", Key="b", Body=b"1")
    assert "b" not in aws.store.buckets["things"].objects


def test_credentials(aws: Fake) -> None:
    """Credentials expire when they are told to."""
    aws.expire_credentials(after=1)
    sts = aws.client("sts", config=ONCE)
    sts.get_caller_identity()
    with pytest.raises(ClientError, match="ExpiredToken"):
        sts.get_caller_identity()
    aws.renew_credentials()
    sts.get_caller_identity()


def test_others(aws: Fake) -> None:
    """Somebody else moves exactly when a call arrives."""
    aws.when("HeadBucket", lambda: aws.bucket("things"))
    assert aws.client("s3").head_bucket(Bucket="things")["BucketRegion"] == "us-east-1"


def test_elsewhere() -> None:
    """Another account in another region is another fake."""
    with Fake(account="210987654321", region="eu-central-1") as aws:
        aws.bucket("things")
        assert aws.client("sts").get_caller_identity()["Account"] == "210987654321"
        assert aws.client("s3").get_bucket_location(Bucket="things")["LocationConstraint"] == "eu-central-1"
        assert aws.gateway().identity().region == "eu-central-1"


def test_defects() -> None:
    """What the fake does not know is told by name, and a defect of its own ends the test that met it."""
    with Fake() as aws, pytest.raises(ClientError, match=r"does not know sts\.GetSessionToken"):
        aws.client("sts").get_session_token()

    def met() -> None:
        with Fake() as aws:
            aws.when("GetCallerIdentity", lambda: aws.store.buckets["nothing"])
            with pytest.raises(ClientError, match="InternalFailure"):
                aws.client("sts", config=ONCE).get_caller_identity()

    with pytest.raises(KeyError, match="nothing"):
        met()
