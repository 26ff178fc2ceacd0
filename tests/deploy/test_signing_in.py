"""Credentials, regions and endpoints come from where every AWS tool has them, and what is wrong is one message."""

import json
import os
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.gateway import Access, Gateway
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.errors import CommandError, CredentialsError, TasktrackerError
from tests.aws.commands import verb
from tests.aws.fake import KEY, SECRET, Fake

START = "https://sso.example/start"
SSO = f"sso_start_url = {START}\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = deployer\n"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, aws: Fake) -> Path:
    """Give a home with an empty configuration of AWS's, and an environment with nothing but the endpoint."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    (tmp_path / ".aws").mkdir()
    configured(tmp_path, "")
    return tmp_path


def configured(home: Path, config: str, *, keys: bool = True) -> None:
    """Write the profile `work`, and keys for it."""
    (home / ".aws" / "config").write_text(f"[profile work]\nregion = eu-west-1\n{config}", encoding="utf-8")
    found = f"[work]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n" if keys else ""
    (home / ".aws" / "credentials").write_text(found, encoding="utf-8")


def reached(aws: Fake, profile: str | None = None, region: str | None = None) -> Gateway:
    """Give the gateway of a command."""
    return Gateway(Access(region=region, profile=profile), aws.clock)


@pytest.mark.parametrize(
    ("variables", "asked", "region"),
    [
        ({}, None, "eu-west-1"),
        ({"AWS_DEFAULT_REGION": "us-east-2"}, None, "us-east-2"),
        ({"AWS_DEFAULT_REGION": "us-east-2", "AWS_REGION": "us-west-2"}, None, "us-west-2"),
        ({"AWS_DEFAULT_REGION": "us-east-2", "AWS_REGION": ""}, None, "us-east-2"),
        ({"AWS_DEFAULT_REGION": "", "AWS_REGION": ""}, "", "eu-west-1"),
        ({"AWS_DEFAULT_REGION": "us-east-2", "AWS_REGION": "us-west-2"}, "sa-east-1", "sa-east-1"),
    ],
)
def test_region(
    aws: Fake, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], asked: str | None, region: str
) -> None:
    """The option comes first, then AWS_REGION, AWS_DEFAULT_REGION and the profile; what is empty does not count."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert reached(aws, "work", asked).identity().region == region


@pytest.mark.parametrize("option", ["", None])
def test_empty_profile(aws: Fake, monkeypatch: pytest.MonkeyPatch, option: str | None) -> None:
    """A profile that is set to nothing, as pipelines do, is none."""
    monkeypatch.setenv("AWS_PROFILE", "")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    assert reached(aws, option, "us-east-1").identity().account == aws.account.id
    monkeypatch.setenv("AWS_PROFILE", "work")
    assert reached(aws).region == "eu-west-1"


def test_unknown_profile(aws: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that is not there is refused with those that are, from the environment as from the option."""
    monkeypatch.setenv("AWS_PROFILE", "wrok")
    with pytest.raises(CommandError, match=r"has no profile wrok; .* to one of: work$"):
        reached(aws)


def test_endpoints_of_services(aws: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each service can have an endpoint of its own."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    for service in ("CLOUDFORMATION", "S3", "STS"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", aws.url)
    gateway = reached(aws, "work", aws.account.region)
    made = aws.bucket("artifacts")
    assert gateway.identity().account == made.owner
    assert gateway.stack("shop") is None
    assert gateway.bucket_is_there(Bucket(made.name, made.owner, made.region))


CASES = {
    "credential_process = /nowhere/login": (CredentialsError, "No such file"),
    "credential_process = sh -c 'exit 3'": (CredentialsError, "custom-process: it says nothing; sign in"),
    "credential_process = sh -c 'echo sign in first >&2; exit 3'": (CredentialsError, "custom-process: sign in first"),
    "credential_process = echo canary-secret": (CredentialsError, "prints no JSON"),
    "credential_process = echo []": (CredentialsError, "no credentials come from where"),
    """credential_process = echo '{"Version": 1, "AccessKeyId": "a", "SecretAccessKey": "canary", """
    """"Expiration": "2020-01-01T00:00:00Z"}'""": (CredentialsError, "still expired"),
    SSO: (CredentialsError, "Error loading SSO Token.*aws sso login"),
    "role_arn = arn:aws:iam::123456789012:role/x\nsource_profile = gone": (CommandError, 'source_profile "gone"'),
    "endpoint_url = nonsense": (CredentialsError, "Unable to locate credentials.*aws sso login"),
}


@pytest.mark.parametrize(("config", "kind", "message"), [(config, *told) for config, told in CASES.items()])
def test_credentials_that_do_not_come(
    aws: Fake, home: Path, config: str, kind: type[TasktrackerError], message: str
) -> None:
    """Whatever keeps credentials from coming is one message that says where to look, and never what they are."""
    configured(home, config, keys=False)
    with pytest.raises(kind, match=message) as refused:
        reached(aws, "work").identity()
    assert "canary" not in str(refused.value)
    assert aws.calls == []


def test_expired_sign_in(aws: Fake, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sign-in that has expired says how to sign in again."""
    configured(home, SSO, keys=False)
    cache = home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    # botocore asks once for the home, when it is imported.
    monkeypatch.setattr("botocore.credentials.SSOProvider._SSO_TOKEN_CACHE_DIR", str(cache))
    token = {"accessToken": "canary", "expiresAt": datetime(2020, 1, 1, tzinfo=UTC).isoformat(), "startUrl": START}
    name = sha1(START.encode(), usedforsecurity=False).hexdigest()
    (cache / f"{name}.json").write_text(json.dumps(token), encoding="utf-8")
    with pytest.raises(CredentialsError, match=r"expired.*aws sso login") as refused:
        reached(aws, "work").identity()
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("AWS_ENDPOINT_URL", "nonsense", "Invalid endpoint: nonsense"),
        ("AWS_REGION", "us east", "us east"),
        ("AWS_DEFAULTS_MODE", "quick", "quick"),
    ],
)
def test_unusable_variables(aws: Fake, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    """A variable that makes no sense is a wrong command, told with what it says."""
    monkeypatch.setenv(name, value)
    with pytest.raises(CommandError, match=f"AWS's configuration cannot be used: .*{message}.*AWS_"):
        reached(aws, "work").identity()


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", "clock"),
        ("SignatureDoesNotMatch", "Signature expired: 20260105T0900Z is now earlier than 20260105T0915Z", "clock"),
        ("InvalidSignatureException", "Signature not yet current: 20260105T0930Z is still later than", "clock"),
        ("SignatureDoesNotMatch", "The request signature we calculated does not match", "check which credentials"),
        ("ExpiredToken", "The security token included in the request is expired", "renew them"),
    ],
)
def test_what_a_command_says_of_it(aws: Fake, code: str, text: str, told: str) -> None:
    """A wrong clock, wrong keys and expired ones are told apart by every command, which ends with 3."""
    aws.fault("GetCallerIdentity", code, message=text, times=9)
    ended = verb(aws, "status", "tasktracker/demo")
    assert (ended.code, ended.out) == (3, "")
    assert f"GetCallerIdentity: {code}: {text[:20]}" in ended.err
    assert told in ended.err
    assert len(ended.err.splitlines()) == 1
