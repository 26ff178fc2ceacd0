"""What must not be seen is hidden, and what only names it is not."""

import pytest

from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.deploy.review.masking import Masks
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
    ("path", "text", "expected"),
    [
        (("Uses",), "x-canary", HIDDEN),
        (("Open",), "x", "x"),
        (("Dynamic",), CANARY, HIDDEN),
        (
            ("Dynamic",),
            "{{resolve:secretsmanager:db:SecretString:password}}",
            "{{resolve:secretsmanager:db:SecretString:password}}",
        ),
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
