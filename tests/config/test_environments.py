"""Environments lay their differences over the common part; messages name the place in the file."""

from pathlib import Path

import pytest

from tasktracker_cfn.config import SystemConfig, load
from tasktracker_cfn.errors import ConfigurationError
from tests.toml_files import Key, system_file

# A domain leads to one environment only, and what is tested here is something else.
DOMAIN: tuple[Key, ...] = ("edge.domain", "edge.https")


def _load(tmp_path: Path, changes: dict[Key, object], drop: tuple[Key, ...] = ()) -> dict[str, SystemConfig]:
    return {system.environment: system for system in load(system_file(tmp_path, changes, (*DOMAIN, *drop)))}


def _problems(tmp_path: Path, changes: dict[Key, object]) -> dict[str, str]:
    with pytest.raises(ConfigurationError) as caught:
        load(system_file(tmp_path, changes))
    return {problem.key: problem.message for problem in caught.value.problems}


def test_tables_merge(tmp_path: Path) -> None:
    """A table of an environment changes the keys that it names and inherits the others."""
    systems = _load(tmp_path, {"environments": {"dev": {"service": {"autoscaling": {"maximum": 3}}}, "prod": {}}})
    assert systems["dev"].service.autoscaling is not None
    assert systems["prod"].service.autoscaling is not None
    assert systems["dev"].service.autoscaling.maximum == 3
    assert systems["dev"].service.autoscaling.minimum == 2
    assert systems["prod"].service.autoscaling.maximum == 10


def test_new_table_in_environment(tmp_path: Path) -> None:
    """An environment may add a part that the common part does not have."""
    systems = _load(tmp_path, {"environments": {"dev": {"data": {"buckets": {"logs": {}}}}, "prod": {}}})
    assert list(systems["dev"].data.buckets) == ["uploads", "logs"]
    assert list(systems["prod"].data.buckets) == ["uploads"]


def test_scalars_and_lists_replace(tmp_path: Path) -> None:
    """A list of an environment replaces the common one whole, as a single value does."""
    overlay = {"description": "other", "service": {"containers": {"api": {"writable_paths": ["/var"]}}}}
    common: dict[Key, object] = {"service.containers.api.writable_paths": ["/tmp", "/run"]}
    systems = _load(tmp_path, {**common, "environments": {"dev": overlay, "prod": {}}})
    assert systems["dev"].description == "other"
    assert systems["dev"].service.containers["api"].writable_paths == ("/var",)
    assert systems["prod"].service.containers["api"].writable_paths == ("/tmp", "/run")


def test_list_of_tables_replaces(tmp_path: Path) -> None:
    """A list of tables is replaced as any other list, not merged entry by entry."""
    overlay = {"data": {"buckets": {"uploads": {"expire": [{"prefix": "tmp/", "days": 1}]}}}}
    systems = _load(tmp_path, {"environments": {"dev": overlay}})
    assert [rule.prefix for rule in systems["dev"].data.buckets["uploads"].expire] == ["tmp/"]


def test_without_drops(tmp_path: Path) -> None:
    """`without` drops a part that the environment would inherit, and only there."""
    overlay = {"without": ["monitoring", "service.autoscaling"]}
    systems = _load(tmp_path, {"environments": {"dev": overlay, "prod": {}}})
    assert systems["dev"].monitoring is None
    assert systems["dev"].service.autoscaling is None
    assert systems["prod"].monitoring is not None
    assert systems["prod"].service.autoscaling is not None


def test_without_makes_room(tmp_path: Path) -> None:
    """What an environment drops it can say anew, without what was inherited below it."""
    overlay: dict[str, object] = {"without": ["service.containers.api.environment"]}
    overlay |= {"service": {"containers": {"api": {"environment": {"A": "1"}}}}}
    systems = _load(tmp_path, {"environments": {"dev": overlay}})
    assert dict(systems["dev"].service.containers["api"].environment) == {"A": "1"}


WRONG_WITHOUT: dict[str, tuple[object, str]] = {
    "text": ("monitoring", "must be a list of keys"),
    "table": ({"monitoring": True}, "must be a list of keys"),
    "unknown key": (["monitoring.zzz"], '"monitoring.zzz" is not in the common part'),
    "number": ([3], '"3" is not in the common part'),
    "below a value": (["service.cpu.x"], '"service.cpu.x" is not in the common part'),
    "twice": (["monitoring", "monitoring"], '"monitoring" is not in the common part'),
    "empty": ([""], '"" is not in the common part'),
}


@pytest.mark.parametrize(("without", "says"), WRONG_WITHOUT.values(), ids=WRONG_WITHOUT.keys())
def test_wrong_without(without: object, says: str, tmp_path: Path) -> None:
    """`without` that drops nothing is a mistake, and is said to be one."""
    problems = _problems(tmp_path, {"environments.development.without": without})
    assert says in problems["environments.development.without"]


def test_without_in_common_part(tmp_path: Path) -> None:
    """`without` belongs to an environment."""
    assert "unknown key" in _problems(tmp_path, {"without": ["edge"]})["without"]


def test_without_what_is_needed(tmp_path: Path) -> None:
    """Dropping a part that a system cannot be without is told as the missing key."""
    problems = _problems(tmp_path, {"environments": {"dev": {"without": ["edge"]}, "prod": {}}})
    assert problems["edge"].startswith("is missing")
    assert problems["edge"].endswith("(in environment dev)")


def test_place_in_common_part(tmp_path: Path) -> None:
    """An error that the common part makes in every environment is told once, at the common key."""
    problems = _problems(tmp_path, {"service.cpu": 300, "environments": {"dev": {}, "prod": {}}})
    assert list(problems) == ["service.cpu"]
    assert "(in environment" not in problems["service.cpu"]


def test_place_in_environment(tmp_path: Path) -> None:
    """An error that an environment writes is placed in its table."""
    problems = _problems(tmp_path, {"environments": {"dev": {"service": {"cpu": 300}}, "prod": {}}})
    assert list(problems) == ["environments.dev.service.cpu"]


def test_place_in_list_of_environment(tmp_path: Path) -> None:
    """An error inside a list that an environment writes is placed in its table."""
    overlay = {"network": {"public_subnets": ["10.0.1.0/24", 7]}}
    problems = _problems(tmp_path, {"environments": {"dev": overlay, "prod": {}}})
    assert list(problems) == ["environments.dev.network.public_subnets.1"]


def test_common_error_of_one_environment(tmp_path: Path) -> None:
    """An error at a common key that only one environment makes names that environment."""
    environments = {"dev": {"service": {"cpu": 4096}}, "prod": {}}
    problems = _problems(tmp_path, {"environments": environments})
    assert problems["service.memory"].endswith("(in environment dev)")


def test_error_mended_by_environment(tmp_path: Path) -> None:
    """What every environment replaces need not be right in the common part."""
    systems = _load(tmp_path, {"service.memory": 300, "environments": {"dev": {"service": {"memory": 1024}}}})
    assert systems["dev"].service.memory == 1024


@pytest.mark.parametrize("key", ["system", "environments"])
def test_common_keys_in_environment(key: str, tmp_path: Path) -> None:
    """What names the whole file cannot be said by one environment."""
    problems = _problems(tmp_path, {f"environments.development.{key}": "other"})
    assert "belongs to the common part" in problems[f"environments.development.{key}"]


def test_environment_that_is_no_table(tmp_path: Path) -> None:
    """A value among the tables of environments is named, and the others are checked all the same."""
    problems = _problems(tmp_path, {"environments": {"dev": 3, "prod": {"service": {"cpu": 300}}}})
    assert problems["environments.dev"] == "must be a table"
    assert "environments.prod.service.cpu" in problems


def test_environments_do_not_share(tmp_path: Path) -> None:
    """What one environment changes below a common table is not seen by the next."""
    environments = {"dev": {"tags": {"Cost": "1"}}, "prod": {}}
    systems = _load(tmp_path, {"environments": environments})
    assert "Cost" in systems["dev"].all_tags()
    assert "Cost" not in systems["prod"].all_tags()
