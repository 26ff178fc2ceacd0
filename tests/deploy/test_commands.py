"""Commands that people paste, over values."""

import shlex
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.apply.ways_on import place_of
from tasktracker_cfn.deploy.commands import Place, Spelling, written
from tasktracker_cfn.deploy.guarding.losing import PROTECTIONS, SNAPSHOTS, filled
from tests.deploy.test_deciding import plan

PROGRAM = ["python", "-m", "tasktracker_cfn"]
ODD = 'it\'s $(mine); "x"'


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place("shop/dev"), ["shop/dev"]),
        (Place("shop/dev", stack_name="mine", out_dir=Path("el se")), "shop/dev --stack-name mine --out-dir 'el se'"),
        (Place(None, Path("a b/root.yaml"), "x"), "--root 'a b/root.yaml' --stack-name x"),
        (Place(stack_name="x", region="eu-west-1", profile="p"), "--stack-name x --region eu-west-1 --profile p"),
        (Place("shop/dev", profile=ODD, role_arn="arn"), ["shop/dev", "--profile", ODD, "--role-arn", "arn"]),
    ],
)
def test_the_same_stack_again(place: Place, words: str | list[str]) -> None:
    """What is said to be run next means the same stack, region and profile, whatever signs are in them."""
    wanted = shlex.split(words) if isinstance(words, str) else words
    assert shlex.split(place.command("status")) == [*PROGRAM, "status", *wanted]
    assert shlex.split(place.command("destroy", "--empty", ODD)) == [*PROGRAM, "destroy", *wanted, "--empty", ODD]


def test_a_root_that_nobody_named() -> None:
    """What reads templates cannot go on with a stack's name alone, so its place is shown in the command."""
    place = Place(stack_name="shop")
    assert place.command("plan") == "python -m tasktracker_cfn plan --root FILE --stack-name shop"
    assert place.command("events") == "python -m tasktracker_cfn events --stack-name shop"


def test_calls_of_awss_own() -> None:
    """They always name the region, the profile where one was given, and quote what they are about."""
    assert (
        Spelling(Place("a/b"), "eu-west-1").call("rds", "x", "--y", "a b") == "aws rds x --y 'a b' --region eu-west-1"
    )
    call = Spelling(Place(region="ignored", profile=ODD), "eu-west-1").call("kms", "x")
    assert shlex.split(call) == ["aws", "kms", "x", "--region", "eu-west-1", "--profile", ODD]


@pytest.mark.parametrize("form", sorted({*SNAPSHOTS.values(), *(one.remedy for one in PROTECTIONS.values())}))
def test_every_call_about_a_resource(form: str) -> None:
    """A call about a resource names it in one word, the region and the profile; what is no call stays as it is."""
    told = filled(form, ODD, Spelling(Place(profile="p"), "eu-west-1"))
    if not form.startswith("aws "):
        assert told == form
        return
    words = shlex.split(told)
    assert words[-4:] == ["--region", "eu-west-1", "--profile", "p"]
    assert [word.replace(ODD, "{id}") for word in words[:-4]] == form.split()


def test_place_of_a_plan() -> None:
    """A plan tells where its nest was built and its region; names that are the usual ones are not repeated."""
    made = plan()._replace(root="el se/shop/dev/root.yaml", stack_name="shop-dev", region="eu-west-1")
    region = "--region eu-west-1"
    assert place_of(made, Path(), None).command("plan").endswith(f" plan shop/dev --out-dir 'el se' {region}")
    mine = made._replace(stack_name="mine", root="out/shop/dev/root.yaml")
    assert (
        place_of(mine, Path(), "p").command("plan").endswith(f" plan shop/dev --stack-name mine {region} --profile p")
    )
    foreign = made._replace(label="mine", stack_name="mine", root="a/root.yaml")
    assert (
        place_of(foreign, Path(".."), None)
        .command("plan")
        .endswith(f"--root ../a/root.yaml --stack-name mine {region}")
    )


def test_other_commands() -> None:
    """A command about no stack has its words, quoted."""
    assert written("apply", "my plan.json", "--allow", "A/B") == (
        "python -m tasktracker_cfn apply 'my plan.json' --allow A/B"
    )
