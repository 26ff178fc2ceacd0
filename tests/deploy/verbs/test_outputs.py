"""The verb `outputs`, against the fake."""

import json

import pytest

from tasktracker_cfn.cli import outputs
from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.errors import CommandError, DeploymentError
from tests.deploy.shop import CANARY, NAME, Shop


def test_outputs_are_shown_without_secrets(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """What is called a secret, repeats one, or has one inside is hidden, and an ARN is not."""
    assert outputs.run(shop.standing) == 0
    out = capsys.readouterr().out
    assert CANARY not in out
    rows = {line.split()[0]: line.split()[1] for line in out.splitlines()[1:6]}
    assert rows["Url"] == "https://shop.example"
    assert rows["DatabasePassword"] == rows["Repeated"] == HIDDEN
    assert rows["Connection"] == f"postgres://admin:{HIDDEN}@db.example/shop"
    assert rows["DatabaseSecretArn"].startswith("arn:aws:sns:")


def test_the_document(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get values and descriptions by name, with the same hidden."""
    assert outputs.run(shop.standing, output_format="json") == 0
    out = capsys.readouterr().out
    assert CANARY not in out
    found = json.loads(out)["outputs"]
    assert found["Url"] == {"value": "https://shop.example", "description": "Where it is", "export": None}


def test_one_output(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """With a name the bare value is printed, ready for a script."""
    assert outputs.run(shop.standing, "Url") == 0
    assert capsys.readouterr().out == "https://shop.example\n"


@pytest.mark.parametrize("name", ["DatabasePassword", "Repeated", "Connection"])
def test_one_secret_is_not_printed(shop: Shop, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """A secret is not printed for a script either, nor half of it: that is an error."""
    with pytest.raises(CommandError, match="looks like a secret") as caught:
        outputs.run(shop.standing, name)
    assert CANARY not in str(caught.value) + capsys.readouterr().out


def test_an_output_that_is_not_there(shop: Shop) -> None:
    """A name that is wrong is answered with those that there are."""
    with pytest.raises(CommandError, match=r"has no output Urls; it has .*Url"):
        outputs.run(shop.standing, "Urls")


def test_what_is_not_deployed(shop: Shop) -> None:
    """The outputs of a stack that was deleted are an error."""
    shop.aws.set_status(NAME, "DELETE_COMPLETE")
    with pytest.raises(DeploymentError, match="is not deployed, or was destroyed"):
        outputs.run(shop.standing)
