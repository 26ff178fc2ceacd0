"""What single settings are drawn from: names, texts, numbers, each also with what is awkward about it."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tasktracker_cfn.config import fields
from tests.toml_files import Tables

T = TypeVar("T")
Drawn = SearchStrategy[Any]

# Names of parts that are also words of the templates' own logical ids are there on purpose.
OWN_WORDS = ("api", "web", "database", "site", "task", "load-balancer", "http", "https", "alarm", "restart", "a")
PART_NAMES = strategies.sampled_from(OWN_WORDS) | strategies.from_regex(
    r"[a-z][a-z0-9]{0,6}(-[a-z][a-z0-9]{0,4}){0,2}", fullmatch=True
)
SYSTEM_NAMES = strategies.sampled_from(["tasks", "a", "task-management-api", "t-1", "x" * fields.SYSTEM_NAME_LIMIT])
ENVIRONMENT_NAMES = strategies.sampled_from(
    ["dev", "staging", "production", "qa-2", "y" * fields.ENVIRONMENT_NAME_LIMIT]
)
# Regions that have all that is built here; what only one of the others lacks is for the gate to find.
REGION_NAMES = ["us-east-1", "us-east-1", "us-east-2", "us-west-2", "eu-central-1", "eu-west-1"]
REGIONS = strategies.sampled_from(REGION_NAMES)
PORTS = strategies.sampled_from([80, 443, 3000, 5432, 8000, 8080, 65535]) | strategies.integers(1, 65535)
PERCENTS = strategies.integers(1, 100)
# The days are the literal in the first place of what is annotated.
RETENTION_DAYS = strategies.sampled_from(get_args(get_args(fields.RetentionDays)[0]))
EMAILS = strategies.sampled_from(["alarms@example.com", "a.b+c%d@sub.example.co", "1@a.b"])
VARIABLE_NAMES = strategies.sampled_from(["PORT", "DB_HOST", "_x", "a1", "URL", "MODE", "REGION", "NODE_ENV"])
# Texts that YAML or CloudFormation could take for something else are among them.
TEXTS = strategies.sampled_from(
    [
        "",
        "yes",
        "007",
        "1e3",
        "2024-01-01",
        "${REGION}",
        "!Ref X",
        "a: b",
        "#",
        "é…漢",
        "'\"\\",
        " x ",
        "a\nb\n",
        "{x}",
    ]
) | strategies.text(strategies.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
ASCII = strategies.text(strategies.characters(min_codepoint=32, max_codepoint=126), max_size=40)


def table(required: Mapping[str, Drawn], optional: Mapping[str, Drawn]) -> SearchStrategy[Tables]:
    """Draw a table: the required keys, and some of the optional ones."""
    return strategies.fixed_dictionaries(dict(required), optional=dict(optional))


def named(values: SearchStrategy[T], *, least: int = 0, most: int = 2) -> SearchStrategy[dict[str, T]]:
    """Draw a table of parts by their names."""
    return strategies.dictionaries(PART_NAMES, values, min_size=least, max_size=most)


def some_of(items: Sequence[T], *, least: int = 0) -> SearchStrategy[list[T]]:
    """Draw some of the items, each once."""
    if not items:
        return strategies.just([])
    return strategies.lists(strategies.sampled_from(items), min_size=least, unique=True, max_size=len(items))


def other_regions(region: str) -> SearchStrategy[str]:
    """Draw a region other than this one."""
    return strategies.sampled_from([name for name in REGION_NAMES if name != region])


def log_group_names(use: str) -> SearchStrategy[str]:
    """Draw a log group's name, mostly one that no other group and no other environment has."""
    return strategies.sampled_from(
        [f"/{use}/{{system}}/{{environment}}", f"{{environment}}.{use}"] * 8
        + [f"/fixed/{use}", "/one/{environment}", "/aws/lambda/{system}-{environment}-rotation"]
    )
