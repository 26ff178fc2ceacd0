"""The file of exemptions is read strictly, and everything that is wrong in it is said at once."""

from datetime import date
from pathlib import Path

import pytest

from tasktracker_cfn.errors import ConfigurationError
from tasktracker_cfn.gate.exemptions import Exemption, load, parse
from tests.commands import REPOSITORY

GOOD = """\
production = ["*/production"]

[[exemptions]]
rule = "no-public-route"
systems = ["mine/dev", "yours/*"]
resource = "Network/*Route"
ground = "design"
reason = \"\"\"
the load balancer is there
to be reached\"\"\"
expires = 2030-12-31

[[exemptions]]
rule = "bucket-key"
systems = ["*/*"]
ground = "cost"
reason = "1 USD a month for each"
expires = 2029-01-01
"""


def test_good_file() -> None:
    """A file gives its exemptions in order; one without a resource is for all of them."""
    exemptions = parse(GOOD, "exemptions.toml")
    first, second = exemptions.entries
    assert first == Exemption(
        "no-public-route",
        ("mine/dev", "yours/*"),
        "Network/*Route",
        "design",
        "the load balancer is there to be reached",
        date(2030, 12, 31),
        file="exemptions.toml",
        line=3,
    )
    assert second.line == 13
    assert second.resource == "*"
    assert exemptions.is_production("mine/production")
    assert not exemptions.is_production("mine/dev")


def test_find() -> None:
    """An exemption is found by rule, build and address; cost counts outside production only."""
    exemptions = parse(GOOD, "exemptions.toml")
    first, second = exemptions.entries
    assert exemptions.find("no-public-route", "yours/test", "Network/PublicRoute") == first
    assert exemptions.find("no-public-route", "mine/test", "Network/PublicRoute") is None
    assert exemptions.find("no-public-route", "mine/dev", "Edge/PublicRoute") is None
    assert exemptions.find("bucket-key", "mine/dev", "Data/Bucket") == second
    assert exemptions.find("bucket-key", "mine/production", "Data/Bucket") is None


BAD = {
    "no TOML": ("production =", "exemptions.toml: is no valid TOML"),
    "another table": (GOOD + "\n[other]\n", "other: is no key here; there are shipped, production, exemptions"),
    "production is a text": (GOOD.replace('["*/production"]', '"*"'), "production: must be a list of builds"),
    "nested deeply": ("a = " + "[" * 100_000, "exemptions.toml: is nested too deeply"),
    "a number without end": ("a = " + "1" * 100_000, "exemptions.toml: is no valid TOML"),
    "production is empty": (GOOD.replace('["*/production"]', "[]"), "production: must be a list of builds"),
    "no list of exemptions": ('production = ["a"]\nexemptions = 1', "exemptions: must be a list of tables"),
    "no tables": ('production = ["a"]\nexemptions = [1]', "exemptions: must be a list of tables"),
    "unknown key": (GOOD.replace("resource =", "resorce ="), "exemptions[1].resorce: is no key here; there are rule,"),
    "no rule": (GOOD.replace('rule = "bucket-key"', ""), "exemptions[2].rule: must be a text"),
    "rule is a number": (GOOD.replace('"bucket-key"', "1"), "exemptions[2].rule: must be a text"),
    "no systems": (GOOD.replace('systems = ["*/*"]', ""), "exemptions[2].systems: must be a list of builds"),
    "systems is a text": (GOOD.replace('["*/*"]', '"*/*"'), "exemptions[2].systems: must be a list of builds"),
    "resource is a list": (GOOD.replace('"Network/*Route"', "[]"), "exemptions[1].resource: must be a text"),
    "ground": (
        GOOD.replace('"design"', '"laziness"'),
        "exemptions[1].ground: must be one of cost, requirement, platform,",
    ),
    "no ground": (GOOD.replace('ground = "design"', ""), "exemptions[1].ground: must be one of"),
    "no reason": (GOOD.replace('reason = "1 USD a month for each"', ""), "exemptions[2].reason: must say why"),
    "short reason": (GOOD.replace("1 USD a month for each", "cost"), "exemptions[2].reason: must say why"),
    "no day": (GOOD.replace("expires = 2029-01-01", ""), "exemptions[2].expires: must be a day, such as 2030-12-31"),
    "day in quotes": (GOOD.replace("2029-01-01", '"2029-01-01"'), "exemptions[2].expires: must be a day"),
    "day with a time": (GOOD.replace("2029-01-01", "2029-01-01T00:00:00Z"), "exemptions[2].expires: must be a day"),
    "twice": (
        GOOD + GOOD[GOOD.index('[[exemptions]]\nrule = "bucket') :],
        "exemptions[3]: is for the same as exemptions[2]; put both reasons into one",
    ),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD.keys())
def test_bad_file(text: str, message: str) -> None:
    """A file that is wrong is refused, with the place and what is allowed."""
    with pytest.raises(ConfigurationError) as caught:
        parse(text, "exemptions.toml")
    (problem,) = caught.value.problems
    assert message in str(problem)


def test_every_problem_is_said() -> None:
    """All that is wrong in a file is said at once."""
    text = GOOD.replace('"design"', "1").replace('["*/*"]', "[]").replace("2029-01-01", "1")
    with pytest.raises(ConfigurationError) as caught:
        parse(text, "exemptions.toml")
    assert [problem.key for problem in caught.value.problems] == [
        "exemptions[1].ground",
        "exemptions[2].systems",
        "exemptions[2].expires",
    ]


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there, or is no text, is refused by its name."""
    with pytest.raises(ConfigurationError, match=r"missing\.toml: cannot be read"):
        load(tmp_path / "missing.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match=r"bytes\.toml: is no UTF-8 text"):
        load(tmp_path / "bytes.toml")


def test_the_file_of_this_repository() -> None:
    """The shipped file is right, and names no exemption without an end."""
    entries = load(REPOSITORY / "tasktracker_cfn/exemptions.toml").entries
    assert len(entries) > 50
    assert max(entry.expires for entry in entries).year < 2035
