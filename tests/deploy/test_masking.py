"""What is hidden because it may be a secret, and what is not: one rule for all that is printed or written."""

import json

import pytest

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.aws import refusals
from tasktracker_cfn.deploy.aws.answers import events as answers_events
from tasktracker_cfn.deploy.aws.answers import running as answers_running
from tasktracker_cfn.deploy.aws.answers import stacks as answers
from tasktracker_cfn.deploy.masking import HIDDEN, is_secret_name, secret_outputs

TOKEN = "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"
PLACED = [{"Environment": [{"Name": "API_TOKEN", "Value": "x"}, {"Name": "MODE", "Value": "y"}]}]


@pytest.mark.parametrize(
    "name",
    [
        "Password",
        "MasterUserPassword",
        "DB_PASSWD",
        "PGPASSWORD",
        "SecretString",
        "clientSecret",
        "ApiKey",
        "api-key",
        "AUTH_TOKEN",
        "PrivateKey",
        "Credentials",
        "PGPWD_PWD",
        "UserData",
        "DB_DSN",
        "DB_CONNECTION_STRING",
        "X-Amz-Signature",
    ],
)
def test_names_of_secrets(name: str) -> None:
    """What is called a password, key, token or secret is hidden, however it is written."""
    assert is_secret_name(name)
    assert masking.value(name, "value") == HIDDEN


@pytest.mark.parametrize(
    "name",
    [
        "DatabaseSecretArn",
        "SecretId",
        "SecretName",
        "TokenEndpoint",
        "PasswordLength",
        "TokenValidityUnits",
        "KeyId",
        "ApiKeyId",
        "PublicUrl",
        "Monkey",
        "TaskDefinition",
        "Key",
        "RequestToken",
    ],
)
def test_names_about_secrets(name: str) -> None:
    """What only names or describes a secret, or has nothing to do with one, is shown."""
    assert masking.value(name, "value") == "value"


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:secretsmanager:us-east-1:1:secret:token-AbCdEf",
        "{{resolve:secretsmanager:shop:SecretString:password}}",
        "true",
        "",
    ],
)
def test_what_is_no_secret_anywhere(value: str) -> None:
    """An ARN, the text that fetches a secret, and a truth are shown under any name."""
    assert masking.value("Password", value) == value
    assert masking.value("Output", value) == value


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("postgres://admin:hunter2@db/shop", f"postgres://admin:{HIDDEN}@db/shop"),
        ("postgres://admin:hun/ter@2@db/shop", f"postgres://admin:{HIDDEN}@2@db/shop"),
        ("postgres://a:{{resolve:ssm-secure:x:1}}@db", "postgres://a:{{resolve:ssm-secure:x:1}}@db"),
        ("https://example.com:8080/path", "https://example.com:8080/path"),
        ("AKIAABCDEFGHIJKLMNOP", HIDDEN),
        ("-----BEGIN RSA PRIVATE KEY-----\nx", HIDDEN),
        ("ghp_abcdefghij0123456789abcdefghij", HIDDEN),
        (f"bearer {TOKEN}", f"bearer {HIDDEN}"),
        ("cannot start with DB_PASSWORD=hunter2, MODE=prod", f"cannot start with DB_PASSWORD={HIDDEN}, MODE=prod"),
        ('it got {\\"password\\": \\"hunter2\\"}', f'it got {{\\"password\\": \\"{HIDDEN}\\"}}'),
        ("https://b/k?X-Amz-Signature=abcdef&x=1", f"https://b/k?X-Amz-Signature={HIDDEN}&x=1"),
        ("The password hunter2 is too weak", f"The password {HIDDEN} is too weak"),
        ("Invalid master password: 'hun ter'", f"Invalid master password: {HIDDEN}"),
        ("the password is too short, or 8 characters", "the password is too short, or 8 characters"),
        ("SECRET_ARN=arn:aws:x, MaxPasswordLength=12", "SECRET_ARN=arn:aws:x, MaxPasswordLength=12"),
        ("(RequestToken: 0815-4711, HandlerErrorCode: X)", "(RequestToken: 0815-4711, HandlerErrorCode: X)"),
        ("Secrets Manager can't find the specified secret.", "Secrets Manager can't find the specified secret."),
    ],
)
def test_looks_of_secrets(said: str, shown: str) -> None:
    """A password in an address, an assignment to a secret's name, and what looks as a key does are hidden anywhere."""
    assert masking.text(said) == shown
    assert masking.text(shown) == shown


def test_known_secrets() -> None:
    """What was given as a secret is hidden wherever it stands, the longest first; what is too short is left."""
    assert masking.text("canary-longer, canary, abc", ["canary", "canary-longer", "abc", ""]) == "****, ****, abc"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"Name": "DB_PASSWORD", "Value": "x"}', f'{{"Name": "DB_PASSWORD", "Value": "{HIDDEN}"}}'),
        ('[{"password": "x", "port": 5432}]', f'[{{"password": "{HIDDEN}", "port": 5432}}]'),
        ('{"pinToken": 4711, "secret": null}', f'{{"pinToken": "{HIDDEN}", "secret": null}}'),
        ('{"ManageMasterUserPassword": true}', '{"ManageMasterUserPassword": true}'),
        ('{"Password": {"value": "x"}}', f'{{"Password": "{HIDDEN}"}}'),
        ('{"Url": "redis://:hunter2@cache"}', f'{{"Url": "redis://:{HIDDEN}@cache"}}'),
        ('{"Password": "{{resolve:ssm-secure:x}}"}', '{"Password": "{{resolve:ssm-secure:x}}"}'),
        ('{"a":   [1, 2]}', '{"a":   [1, 2]}'),
        ("plain", "plain"),
        ("[" * 100_000, "[" * 100_000),
    ],
)
def test_json(text: str, shown: str) -> None:
    """In a text that is JSON only what is a secret is hidden, pairs of Name and Value among it."""
    assert masking.value("Properties", text) == shown


@pytest.mark.parametrize(
    ("path", "around", "shown"),
    [
        ("Environment/0/Value", PLACED, HIDDEN),
        ("Environment/1/Value", PLACED, "x-ray"),
        ("Environment/7/Value", PLACED, HIDDEN),
        ("Environment/1/Value", [], HIDDEN),
        ("Environment/Variables/MODE", [], "x-ray"),
        ("Environment/Variables/API_KEY", [], HIDDEN),
        ("Tags/0/Value", [], "x-ray"),
        ("Nested/ApiKey/Inner", [], HIDDEN),
        ("Secrets/0/ValueFrom", [], "x-ray"),
        ("UserData", [], HIDDEN),
    ],
)
def test_places(path: str, around: list[object], shown: str) -> None:
    """An entry of an environment is hidden for its name, and when that is not known; other places by their path."""
    assert masking.place(path.split("/"), "x-ray", around) == shown


def test_what_aws_says_is_read_without_secrets() -> None:
    """Reasons of events, resources, stacks and hooks, words of containers and refusals lose their secrets at once."""
    said = {"ResourceStatusReason": "no postgres://a:hunter2@db", "HookStatusReason": "PASSWORD=hunter2"}
    said |= {"StackStatusReason": "no postgres://a:hunter2@db", "ValidationStatusReason": "TOKEN=hunter2"}
    read = [
        answers.stacks({"Stacks": [said]}),
        answers.resources({"StackResourceSummaries": [said]}),
        answers_events.events({"StackEvents": [said]}),
        answers_events.operation_events({"OperationEvents": [said]}),
        answers_running.log_lines({"events": [{"message": "connecting to amqp://a:hunter2@mq"}]}),
        refusals.error(refusals.Refusal("CreateStack", "ValidationError", "bad value DB_PASSWORD=hunter2")),
    ]
    for found in read:
        assert HIDDEN in str(found)
        assert "hunter2" not in str(found)


def test_outputs_that_repeat_a_secret_parameter() -> None:
    """An output that says what a NoEcho parameter holds is known by the template, by Ref and in a substitution."""
    template = """
Parameters: {Master: {Type: String, NoEcho: true}, Size: {Type: String}}
Outputs:
  Plain: {Value: !Ref Size}
  Straight: {Value: !Ref Master}
  Inside: {Value: !Sub "x-${Master}-y"}
  Joined: {Value: !Join ["", [a, !Ref Master]]}
"""
    assert secret_outputs(template) == {"Straight", "Inside", "Joined"}
    assert secret_outputs("- no template") == frozenset()
    assert secret_outputs("{") == frozenset()


def test_structures_keep_what_is_no_secret() -> None:
    """A structure without secrets stays as it is."""
    whole = {"Fn::Sub": "x", "List": [1, True, None, {"Name": "MODE", "Value": "y"}]}
    assert json.dumps(masking.structure(whole)) == json.dumps(whole)
