"""Commands that are printed work when they are pasted, where a shell by itself would ask another region as nobody."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.aws.commands import verb
from tests.aws.fake import KEY, SECRET, Fake
from tests.aws.fixtures import aws
from tests.commands import Ended
from tests.deploy.plans import CANARY, NEW_STORE, NEW_TOPIC, SMALL, STACK, nest

__all__ = ["aws"]
FOLDER = Path("the nest's folder")
PLACE = ("--root", FOLDER / "root.yaml", "--stack-name", STACK)
ACCESS = ("--region", "us-east-1", "--profile", "my work")
WORDS = "--region us-east-1 --profile 'my work'"


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, aws: Fake) -> Mapping[str, str]:
    """Give the variables of a shell whose region is another, and that has credentials only in a profile."""
    monkeypatch.chdir(tmp_path)
    nest(FOLDER, None, SMALL)
    Path("config").write_text("[profile my work]\nregion = eu-west-1\n", encoding="utf-8")
    keys = f"[my work]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
    Path("credentials").write_text(keys, encoding="utf-8")
    kept = {name: aws.environment[name] for name in ("AWS_ENDPOINT_URL", "AWS_EC2_METADATA_DISABLED", "NO_PROXY")}
    files = {"AWS_CONFIG_FILE": "config", "AWS_SHARED_CREDENTIALS_FILE": "credentials"}
    found = {**kept, **files, "AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"}
    assert verb(aws, "bootstrap", *ACCESS, variables=found).code == 0
    return found


def commands(text: str) -> list[str]:
    """Give what is printed of this program's commands, each to the end of its line."""
    return re.findall(r"python -m tasktracker_cfn (.*)", text)


def deployed(aws: Fake, shell: Mapping[str, str]) -> None:
    """Deploy the nest."""
    ended = verb(aws, "deploy", *PLACE, *ACCESS, "--param", f"Password={CANARY}", "--yes", variables=shell)
    assert ended.code == 0, ended


def asked(aws: Fake, shell: Mapping[str, str], *words: object) -> Ended:
    """Run a verb about the nest as somebody does who gives profile and region."""
    return verb(aws, words[0], "--stack-name", STACK, *ACCESS, *words[1:], variables=shell)


def test_plan_and_apply(aws: Fake, shell: Mapping[str, str]) -> None:
    """The command of a plan applies it, loss included, from a shell that alone reaches nothing."""
    deployed(aws, shell)
    nest(FOLDER, NEW_STORE, SMALL)
    planned = verb(aws, "plan", *PLACE, *ACCESS, "--out", "my plan.json", variables=shell)
    assert planned.code == 0, planned
    (found,) = commands(" ".join(planned.out.split()))
    assert found == f"apply 'my plan.json' --allow Data/Deep/Store {WORDS}"
    words = shlex.split(found)
    assert verb(aws, *words[: words.index("--region")], variables=shell).code == 3
    ended = verb(aws, *words, variables=shell)
    assert (ended.code, aws.stack(STACK).status) == (0, "UPDATE_COMPLETE"), ended


def test_plan_again(aws: Fake, shell: Mapping[str, str]) -> None:
    """Where a plan was not kept, or failed to be applied, the command that keeps one does."""
    looked = verb(aws, "plan", *PLACE, *ACCESS, "--param", f"Password={CANARY}", variables=shell)
    (found,) = commands(" ".join(looked.out.split()))
    words = [f"Password={CANARY}" if word == "Password=..." else word for word in shlex.split(found)]
    aws.break_resource("Data/Deep/Store", "no")
    assert verb(aws, *words, variables=shell).code == 0
    failed = verb(aws, "apply", "plan.json", *ACCESS, variables=shell)
    assert failed.code == 3, failed
    root, again = str(FOLDER / "root.yaml"), shlex.split(commands(failed.err)[0])
    assert again[:10] == ["plan", "--root", root, "--stack-name", STACK, *ACCESS, "--out"]


def test_destroy(aws: Fake, shell: Mapping[str, str]) -> None:
    """The next command of a destroy that was refused destroys, and what is left for AWS's own names the place."""
    deployed(aws, shell)
    refused = asked(aws, shell, "destroy")
    assert refused.code == 1
    (found,) = commands(refused.out)
    assert found == f"destroy --stack-name {STACK} {WORDS} --unprotect"
    ended = verb(aws, *shlex.split(found), "--confirm", STACK, variables=shell)
    assert (ended.code, f"{STACK} is destroyed" in ended.out) == (0, True), ended


def test_standing(aws: Fake, shell: Mapping[str, str]) -> None:
    """What status, unstick and the review of drift advise names profile and region, be it ours or AWS's own."""
    deployed(aws, shell)
    aws.stack(STACK).stack.termination_protection = False
    well = asked(aws, shell, "status")
    assert well.code == 0, well
    assert f"nothing; python -m tasktracker_cfn plan --root FILE --stack-name {STACK} {WORDS} shows" in well.out
    aws.set_status(STACK, "UPDATE_ROLLBACK_FAILED")
    stuck = asked(aws, shell, "status")
    (found,) = commands(stuck.out.rpartition("next: ")[2])
    assert found == f"unstick --stack-name {STACK} {WORDS}"
    advised = verb(aws, *shlex.split(found), variables=shell)
    assert f"aws cloudformation continue-update-rollback --stack-name {STACK} {WORDS})" in advised.out
    assert all(WORDS in command for command in commands(advised.out))


def test_drift(aws: Fake, shell: Mapping[str, str]) -> None:
    """The command with which a review of a drifted nest leads to `drift` looks at that nest."""
    deployed(aws, shell)
    aws.drift("Data/Deep/Topic", "/DisplayName", "first", "other")
    assert asked(aws, shell, "drift").code == 1
    nest(FOLDER, NEW_TOPIC, SMALL)
    planned = verb(aws, "plan", *PLACE, *ACCESS, "--format", "markdown", variables=shell)
    (found,) = re.findall(r"says `python -m tasktracker_cfn (.*)`", planned.out)
    assert found.endswith(f"--stack-name {STACK} {WORDS}")
    assert verb(aws, *shlex.split(found), variables=shell).code == 1


def test_no_bucket(aws: Fake, shell: Mapping[str, str]) -> None:
    """Where the artifact bucket is gone, the command that makes one asks there, and so does the call that it names."""
    aws.store.buckets.clear()
    refused = verb(aws, "plan", *PLACE, *ACCESS, "--param", "Password=x", variables=shell)
    (found,) = commands(refused.err)
    assert found == f"bootstrap {WORDS}"
    stuck = verb(aws, *shlex.split(found), variables=shell)
    assert f": aws cloudformation delete-stack --stack-name tasktracker-cfn-artifacts {WORDS}\n" in stuck.err
