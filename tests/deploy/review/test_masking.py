"""What must not be seen is hidden, and what only names it is not."""

import pytest

from tasktracker_cfn.deploy.review.masking import HIDDEN, Masks, is_secret_name
from tests.deploy.review.facts_of import nest, stack

CANARY = "canary-value"
ROOT = """
Parameters: {Pw: {Type: String, NoEcho: true}, Plain: {Type: String}}
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {Parameters: {Handed: !Ref Pw, Other: !Ref Plain}}}
"""
CHILD = """
Parameters: {Handed: {Type: String}, Other: {Type: String}}
Resources:
  R:
    Type: AWS::X::Y
    Properties:
      Uses: !Sub 'x-${Handed}'
      Open: !Ref Other
      Dynamic: '{{resolve:secretsmanager:db:SecretString:password}}'
      Containers:
      - Environment:
        - {Name: API_TOKEN, Value: canary-value}
        - {Name: MODE, Value: plain}
"""


@pytest.mark.parametrize(
    "name",
    [
        "Password",
        "MasterUserPassword",
        "DB_PASSWD",
        "SecretString",
        "clientSecret",
        "ApiKey",
        "AUTH_TOKEN",
        "PrivateKey",
        "Credentials",
        "PGPWD_PWD",
        "UserData",
        "DB_DSN",
        "ConnectionString",
    ],
)
def test_secret_names(name: str) -> None:
    """A name says that its value is a secret."""
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["SecretArn", "SecretId", "SecretName", "PasswordLength", "TokenValidityUnits", "TaskDefinition", "Key"]
)
def test_names_about_secrets(name: str) -> None:
    """What only names or describes a secret is none."""
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (("Uses",), "x-canary", HIDDEN),
        (("Open",), "x", "x"),
        (("Dynamic",), CANARY, HIDDEN),
        (("Containers", "0", "Environment", "0", "Value"), CANARY, HIDDEN),
        (("Containers", "0", "Environment", "1", "Value"), "plain", "plain"),
        (("Password",), CANARY, HIDDEN),
        (("Nested", "ApiKey", "Inner"), CANARY, HIDDEN),
        (("Secrets", "0", "ValueFrom"), "arn:aws:x", "arn:aws:x"),
        (("Any",), f'{{"Password": "{CANARY}", "User": "me"}}', '{"Password": "****", "User": "me"}'),
        (("Any",), f'[{{"Name": "T_TOKEN", "Value": "{CANARY}"}}]', '[{"Name": "T_TOKEN", "Value": "****"}]'),
        (("Url",), f"postgres://me:{CANARY}@db/x", "postgres://me:****@db/x"),
        (("Any",), "-----BEGIN RSA PRIVATE KEY-----\ncanary", HIDDEN),
        (("Any",), "AKIAABCDEFGHIJKLMNOP", HIDDEN),
        (("Any",), "it is canary-given, here", "it is ****, here"),
    ],
)
def test_values(path: tuple[str, ...], text: str, expected: str) -> None:
    """A value is hidden for its name, its expression, its form, or because it was given as a secret."""
    facts = nest(stack((), ROOT), stack(("A",), CHILD), given={"Pw": "canary-given"})
    assert Masks(facts).of(facts.stacks["A",], "R", path, text) == expected


def test_handed_on() -> None:
    """A parameter that is handed a secret is one, whatever it says of itself."""
    masks = Masks(nest(stack((), ROOT), stack(("A",), CHILD)))
    assert masks.parameter(("A",), "Handed")
    assert not masks.parameter(("A",), "Other")
