"""What is hidden because it may be a secret, and what is not."""

import pytest

from tasktracker_cfn.deploy.masking import HIDDEN, masked, masked_json, names_secret, secret_outputs


@pytest.mark.parametrize(
    "name",
    [
        "Password",
        "DatabasePassword",
        "API_KEY",
        "apiKey",
        "AuthToken",
        "ClientSecret",
        "DB_CONNECTION_STRING",
        "PrivateKey",
    ],
)
def test_names_of_secrets(name: str) -> None:
    """What is called a password, key, token or secret is hidden, however it is written."""
    assert names_secret(name)
    assert masked(name, "value") == HIDDEN


@pytest.mark.parametrize(
    "name",
    ["DatabaseSecretArn", "SecretName", "TokenEndpoint", "PasswordLength", "KeyId", "PublicUrl", "Monkey", "ApiKeyId"],
)
def test_names_of_places(name: str) -> None:
    """What names the place of a secret, or has nothing to do with one, is shown."""
    assert masked(name, "value") == "value"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("postgres://admin:hunter2@db/shop", f"postgres://admin:{HIDDEN}@db/shop"),
        ("https://example.com:8080/path", "https://example.com:8080/path"),
        ("AKIAABCDEFGHIJKLMNOP", HIDDEN),
        ("-----BEGIN RSA PRIVATE KEY-----\nx", HIDDEN),
        (
            "arn:aws:secretsmanager:us-east-1:1:secret:token-AbCdEf",
            "arn:aws:secretsmanager:us-east-1:1:secret:token-AbCdEf",
        ),
    ],
)
def test_looks_of_secrets(value: str, shown: str) -> None:
    """A password in an address, a key of AWS and a private key are hidden under any name; an ARN never is."""
    assert masked("Output", value) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"Name": "DB_PASSWORD", "Value": "x"}', f'{{"Name": "DB_PASSWORD", "Value": "{HIDDEN}"}}'),
        ('[{"password": "x", "port": 5432}]', f'[{{"password": "{HIDDEN}", "port": 5432}}]'),
        ('{"pinToken": 4711, "secret": null}', f'{{"pinToken": "{HIDDEN}", "secret": null}}'),
        ('{"a": [1, 2]}', '{"a": [1, 2]}'),
        ("plain", "plain"),
    ],
)
def test_json(text: str, shown: str) -> None:
    """In a text that is JSON only what has a secret's name is hidden, pairs of Name and Value among it."""
    assert masked_json("Properties", text) == shown


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
