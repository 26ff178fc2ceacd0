"""Values of parameters: given, kept, or by default; missing and unknown ones all at once; secrets never shown."""

from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest
from tasktracker_cfn.deploy.plan.deployed import deployed_parameters
from tasktracker_cfn.deploy.plan.parameters import Deployed, choose
from tasktracker_cfn.errors import ParametersError
from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.stacks import Stack
from tests.aws.fake import Fake

ROOT = """
Parameters:
  Image: {Type: String, Default: 'nginx:latest', Description: Image of the app}
  Count: {Type: Number, Default: 2}
  Zones: {Type: CommaDelimitedList, Default: 'a,b'}
  Certificate: {Type: String, Description: ARN of the certificate}
  Password: {Type: String, NoEcho: true}
  Token: {Type: String, NoEcho: 'true', Default: canary-default}
Resources:
  Topic: {Type: AWS::SNS::Topic}
"""
GIVEN = {"Certificate": "arn:aws:acm:c", "Password": "canary-password"}


@pytest.fixture
def root(tmp_path: Path) -> Stack:
    """Give a root with parameters of every kind."""
    (tmp_path / "root.yaml").write_text(ROOT)
    return load(tmp_path / "root.yaml").root


def test_a_first_deployment_takes_what_is_given_and_the_defaults(root: Stack) -> None:
    """Given values go to AWS, defaults stay with the template, and both are known here."""
    chosen = choose(root, GIVEN, None)
    assert chosen.asked == GIVEN
    assert chosen.effective == {"Image": "nginx:latest", "Count": "2", "Zones": "a,b", **GIVEN}
    assert chosen.kept == ()


def test_missing_and_unknown_ones_are_all_named(root: Stack) -> None:
    """One error names every parameter that lacks a value and every one that does not exist, with the closest name."""
    with pytest.raises(ParametersError) as caught:
        choose(root, {"Imgae": "nginx", "Passwort": "canary"}, None)
    assert len(caught.value.problems) == 4
    text = str(caught.value)
    assert "no parameter of the name given as number 1; did you mean Image?" in text
    assert "no parameter of the name given as number 2; did you mean Password?" in text
    assert "Certificate (ARN of the certificate) has no value: give --param Certificate=..." in text
    assert "Password has no value" in text
    assert "canary" not in text


def test_what_somebody_gave_before_is_kept(root: Stack) -> None:
    """A value that differs from the old default stays, one that was the old default follows the new one."""
    values = {
        "Image": "nginx:abc",
        "Count": "1",
        "Zones": "a,b",
        "Certificate": "arn:old",
        "Password": "****",
        "Token": "****",
    }
    deployed = Deployed(values, {"Image": "nginx:latest", "Count": "1", "Zones": "a,b", "Token": "x"})
    chosen = choose(root, {}, deployed)
    assert chosen.asked == {"Image": None, "Certificate": None, "Password": None, "Token": None}
    assert chosen.kept == ("Image", "Certificate", "Password", "Token")
    assert chosen.effective == {"Image": "nginx:abc", "Count": "2", "Zones": "a,b", "Certificate": "arn:old"}


def test_what_is_given_comes_before_what_is_deployed(root: Stack) -> None:
    """A given value is asked for, also when another is deployed; a parameter that is new takes its default."""
    deployed = Deployed({"Image": "nginx:abc", "Certificate": "arn:old", "Password": "****"}, {})
    chosen = choose(root, {"Image": "nginx:def"}, deployed)
    assert chosen.asked == {"Image": "nginx:def", "Certificate": None, "Password": None}
    assert chosen.effective["Count"] == "2"


def test_a_new_parameter_without_default_is_missing_also_in_an_update(root: Stack) -> None:
    """What the deployed stack does not have cannot be kept."""
    with pytest.raises(ParametersError, match=r"^Password has no value"):
        choose(root, {}, Deployed({"Certificate": "arn:old"}, {}))


def test_secrets_are_never_shown(root: Stack) -> None:
    """Neither the representation nor what may be printed holds the value of a parameter with NoEcho."""
    chosen = choose(root, {**GIVEN, "Token": "canary-token"}, None)
    assert chosen.secret == {"Password", "Token"}
    assert chosen.shown()["Password"] == chosen.shown()["Token"] == "****"
    assert chosen.shown()["Certificate"] == "arn:aws:acm:c"
    assert "canary" not in f"{chosen!r}{chosen.shown()!r}"
    kept = choose(root, {}, Deployed({"Certificate": "c", "Password": "****"}, {}))
    assert kept.shown()["Password"] == "****"


def test_values_and_defaults_come_from_aws(aws: Fake, gateway: Gateway, root: Stack) -> None:
    """What a stack has and its template gave come from AWS; a secret is hidden, a stack in review has nothing."""
    assert deployed_parameters(gateway, gateway.stack("notes")) is None
    given: dict[str, str | None] = {**GIVEN, "Image": "nginx:abc"}
    request = ChangeSetRequest("notes", "a", "CREATE", "t", template_body=ROOT, parameters=given)
    made = gateway.create_change_set(request)
    aws.settle()
    assert deployed_parameters(gateway, gateway.stack("notes")) is None
    gateway.execute_change_set(made, "e")
    aws.settle()
    found = deployed_parameters(gateway, gateway.stack("notes"))
    assert found is not None
    assert found.values == {
        "Image": "nginx:abc",
        "Count": "2",
        "Zones": "a,b",
        "Certificate": "arn:aws:acm:c",
        "Password": "****",
        "Token": "****",
    }
    assert found.defaults == {"Image": "nginx:latest", "Count": "2", "Zones": "a,b", "Token": "canary-default"}
    assert "canary" not in repr(found)
    chosen = choose(root, {}, found)
    assert chosen.asked == {"Image": None, "Certificate": None, "Password": None, "Token": None}
    asked = ChangeSetRequest("notes", "b", "UPDATE", "t2", template_body=ROOT, parameters=chosen.asked)
    again = gateway.create_change_set(asked)
    aws.settle()
    described = gateway.change_set(again)
    assert described is not None
    assert described.changes_nothing
