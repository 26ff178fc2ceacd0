"""The gateway, with boto3 itself, against the fake: repetitions, lost answers, credentials, other people's buckets."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.aws.gateway import Access, Gateway
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.packaging.addresses import object_url
from tasktracker_cfn.errors import (
    AwsError,
    CommandError,
    CredentialsError,
    DeniedError,
    NotThereError,
    TargetError,
    ThrottledError,
    UnreachableError,
)
from tests.aws.fake import SECRET, TOKEN, Fake
from tests.aws.gateways import gateway_to
from tests.deploy.every_call import VERSION

BODY = b"Resources: {}\n"
CHECKSUM = b64encode(sha256(BODY).digest()).decode()


@pytest.fixture
def bucket(aws: Fake) -> Bucket:
    """Give a bucket of the account."""
    made = aws.bucket("artifacts", versioned=True)
    return Bucket(made.name, made.owner, made.region)


def put(gateway: Gateway, bucket: Bucket, key: str = "key") -> None:
    """Store something."""
    gateway.put(bucket, key, BODY, CHECKSUM, "application/yaml")


def test_who_asks(aws: Fake, gateway: Gateway) -> None:
    """The identity names account, partition and the region that is asked."""
    identity = gateway.identity()
    assert (identity.account, identity.region, identity.partition) == (aws.account.id, aws.account.region, "aws")


@pytest.mark.parametrize(
    ("region", "domain"),
    [
        ("eu-central-1", "amazonaws.com"),
        ("us-gov-west-1", "amazonaws.com"),
        ("cn-north-1", "amazonaws.com.cn"),
        ("eusc-de-east-1", "amazonaws.eu"),
        ("us-iso-east-1", "c2s.ic.gov"),
        ("xx-new-1", "amazonaws.com"),
    ],
)
def test_the_domain_is_the_regions(region: str, domain: str) -> None:
    """Artifacts lie in the domain of the partition that the region belongs to, as botocore has it."""
    with Fake(region=region) as aws:
        identity = aws.gateway().identity()
    assert identity.domain == domain
    address = object_url(Bucket("b", identity.account, identity.region, identity.domain), "k")
    assert address == f"https://b.s3.{region}.{domain}/k"


def test_an_object_is_stored_and_found_by_its_checksum(gateway: Gateway, bucket: Bucket) -> None:
    """What was put is there with its size and checksum, and what was not is None."""
    put(gateway, bucket)
    found = gateway.stored(bucket, "key")
    assert found is not None
    assert (found.size, found.sha256) == (len(BODY), CHECKSUM)
    assert gateway.stored(bucket, "other") is None


@pytest.mark.parametrize("operation", ["PutObject", "HeadBucket", "HeadObject", "ListObjectVersions", "DeleteObjects"])
def test_throttling_is_waited_for(aws: Fake, gateway: Gateway, bucket: Bucket, operation: str) -> None:
    """A call that is throttled is made again, by the clock that was handed over, until it is answered."""
    aws.fault(operation, "SlowDown", times=5)
    began = aws.clock.now()
    put(gateway, bucket)
    assert gateway.bucket_is_there(bucket)
    assert gateway.stored(bucket, "key")
    assert gateway.store_time(bucket) == aws.clock.now().replace(microsecond=0)
    gateway.delete_versions(bucket, list(gateway.object_versions(bucket)))
    assert list(gateway.object_versions(bucket)) == []
    refused = [call for call in aws.calls if call.operation == operation and call.error]
    assert len(refused) == 5
    assert 5 < (aws.clock.now() - began).total_seconds() < 120


def test_throttling_that_does_not_end_is_an_error(aws: Fake, gateway: Gateway) -> None:
    """After a dozen refusals and a few minutes the call fails, and the message says what to do."""
    aws.fault("GetCallerIdentity", "Throttling", times=1_000)
    began = aws.clock.now()
    with pytest.raises(ThrottledError, match="GetCallerIdentity: Throttling: Rate exceeded; wait some minutes"):
        gateway.identity()
    assert len(aws.calls) == 12
    assert (aws.clock.now() - began).total_seconds() < 300


def test_calls_are_slower_after_throttling_and_fast_again_later(aws: Fake, gateway: Gateway) -> None:
    """The gateway adapts: it leaves a gap between calls after a throttling, which answers make smaller."""
    aws.fault("GetCallerIdentity", "Throttling", times=3)
    gateway.identity()
    began = aws.clock.now()
    gateway.identity()
    gap = (aws.clock.now() - began).total_seconds()
    assert gap > 0.2
    for _ in range(20):
        gateway.identity()
    began = aws.clock.now()
    gateway.identity()
    assert aws.clock.now() == began


@pytest.mark.parametrize("code", ["InternalError", "ServiceUnavailable", "RequestTimeout"])
def test_what_passes_is_repeated(aws: Fake, gateway: Gateway, bucket: Bucket, code: str) -> None:
    """Failures of AWS's own are no failures of the call."""
    aws.fault("PutObject", code, times=2)
    put(gateway, bucket)
    assert [call.operation for call in aws.calls if not call.error] == ["PutObject"]


def test_a_lost_answer_is_asked_for_again(aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """A call whose answer was cut off is made again, and its effect stays one."""
    aws.lose_answer("PutObject", times=2)
    aws.lose_request("HeadObject")
    put(gateway, bucket)
    assert gateway.stored(bucket, "key")
    assert len({version.size for version in gateway.object_versions(bucket)}) == 1


def test_no_answer_at_all_is_an_error_that_says_what_is_not_known(aws: Fake, gateway: Gateway) -> None:
    """When nobody answers, the message says that the effect is not known and that a rerun finds out."""
    aws.lose_request("*", times=1_000)
    with pytest.raises(UnreachableError, match="does nothing twice"):
        gateway.identity()
    assert len(aws.calls) == 6


def test_credentials_that_expire_are_named(aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """Expired credentials are no reason to try again; renewed ones go on."""
    aws.expire_credentials(after=1)
    put(gateway, bucket)
    with pytest.raises(CredentialsError, match="renew them") as caught:
        put(gateway, bucket, "second")
    assert len(aws.calls) == 2
    assert SECRET not in str(caught.value)
    assert TOKEN not in str(caught.value)
    aws.renew_credentials()
    put(gateway, bucket, "second")
    assert gateway.stored(bucket, "second")


def test_a_skewed_clock_is_named(aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """A machine whose clock is wrong is told so, and not that its keys are."""
    aws.fault("PutObject", "RequestTimeTooSkewed", message="The difference is too large")
    with pytest.raises(CredentialsError, match="the clock of this machine is wrong"):
        put(gateway, bucket)


def test_a_bucket_of_another_account_is_never_used(aws: Fake, gateway: Gateway) -> None:
    """A bucket that somebody else owns is refused with every call, and nothing is stored in it."""
    made = aws.bucket("artifacts", owner="999999999999")
    bucket = Bucket(made.name, aws.account.id, made.region)
    calls = (
        lambda: gateway.bucket_is_there(bucket),
        lambda: gateway.stored(bucket, "key"),
        lambda: put(gateway, bucket),
        lambda: list(gateway.object_versions(bucket)),
        lambda: gateway.store_time(bucket),
        lambda: gateway.delete_versions(bucket, [VERSION]),
    )
    for call in calls:
        with pytest.raises(DeniedError, match="belongs to another account"):
            call()
    assert made.objects == {}


def test_every_call_on_a_bucket_says_whose_it_must_be(aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """ExpectedBucketOwner goes with every call on a bucket and its objects."""
    put(gateway, bucket)
    gateway.bucket_is_there(bucket)
    gateway.stored(bucket, "key")
    gateway.delete_versions(bucket, list(gateway.object_versions(bucket)))
    assert {call.parameters.get("ExpectedBucketOwner") for call in aws.calls if call.service == "s3"} == {
        bucket.account
    }
    assert list(gateway.object_versions(bucket)) == []


def test_versions_come_in_pages(bucket: Bucket, aws: Fake) -> None:
    """All versions are given, however small the pages are."""
    aws.account.page = 1
    gateway = gateway_to(aws)
    for number in range(25):
        put(gateway, bucket, f"key{number:02}")
    assert [version.key for version in gateway.object_versions(bucket)] == [f"key{number:02}" for number in range(25)]
    assert len([call for call in aws.calls if call.operation == "ListObjectVersions"]) == 3


def test_a_bucket_that_is_not_there(gateway: Gateway) -> None:
    """A bucket that does not exist is no error when that is the question, and one when it is used."""
    bucket = Bucket("nowhere", "123456789012", "us-east-1")
    assert not gateway.bucket_is_there(bucket)
    with pytest.raises(NotThereError, match="NoSuchBucket"):
        put(gateway, bucket)


def test_what_cannot_be_sent_is_an_error_of_ours(gateway: Gateway) -> None:
    """A request that botocore refuses does not end in its own exception."""
    with pytest.raises(AwsError, match="HeadBucket"):
        gateway.bucket_is_there(Bucket("", "123456789012", "us-east-1"))


def test_there_is_no_such_profile(aws: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that does not exist is a wrong command."""
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError, match=r"has no profile nobody; give --profile .* one of: none"):
        Gateway(Access(profile="nobody"), aws.clock)


def test_no_credentials_and_no_region_are_named(aws: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without credentials, or without a region, the message says where they come from."""
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CredentialsError, match="--profile"):
        Gateway(Access(region="us-east-1"), aws.clock).identity()
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(TargetError, match="--region"):
        Gateway(Access(), aws.clock).stack("notes")
    assert aws.calls == []


def test_environment_and_profile_work_as_with_every_tool(
    aws: Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """AWS_ENDPOINT_URL leads to another place, and a profile has keys and region."""
    (tmp_path / "config").write_text("[profile work]\nregion = eu-west-1\n")
    (tmp_path / "credentials").write_text(f"[work]\naws_access_key_id = AKIAFAKE\naws_secret_access_key = {SECRET}\n")
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    gateway = Gateway(Access(profile="work"), aws.clock)
    assert gateway.region == "eu-west-1"
    assert gateway.identity().account == aws.account.id


def test_a_clock_that_is_set_back_delays_nothing(aws: Fake) -> None:
    """The gap between calls is never longer than the pace, also when the machine's clock jumps back."""
    gateway = gateway_to(aws)
    aws.fault("GetCallerIdentity", "Throttling", times=1)
    gateway.identity()
    slept: list[float] = []
    back = aws.clock.now().replace(year=2000)
    gateway._clock = Clock(lambda: back, slept.append)
    gateway.identity()
    assert sum(slept) < 1


def test_secrets_show_in_no_representation() -> None:
    """How AWS is reached can be printed without its keys."""
    access = Access(access_key="AKIA", secret_key="canary-secret", session_token="canary-token")
    assert "canary" not in repr(access)
