"""Every row has its test, and every test of a row has been seen to fail."""

import re
from collections.abc import Callable
from types import ModuleType

import pytest

from tasktracker_cfn.errors import TemplateError, UnclearError
from tests.systems import (
    test_contract,
    test_s0_containers,
    test_s0_data,
    test_s0_load_balancer,
    test_s0_network,
    test_s0_service,
    test_s0_whole,
    test_s1_alarms,
    test_s1_dashboards,
    test_s1_data,
    test_s1_network,
    test_s1_service,
    test_s1_site,
    test_s1_whole,
    test_s2_database,
    test_s2_load_balancer,
    test_s2_metrics,
    test_s2_monitoring,
    test_s2_network,
    test_s2_service,
    test_s2_storage,
    test_s2_switched,
    test_s2_whole,
    test_s3_load_balancer,
    test_s3_network,
    test_s3_registry,
    test_s3_service,
    test_s3_switched,
    test_s3_whole,
    test_s4_alarms,
    test_s4_data,
    test_s4_load_balancer,
    test_s4_network,
    test_s4_roles,
    test_s4_service,
    test_s4_whole,
)
from tests.systems.built import System
from tests.systems.mutations.every import EVERY
from tests.systems.mutations.mutation import Mutation
from tests.systems.rows import (
    community_tracker,
    contract,
    fargate_nonprod,
    task_management_api,
    task_tracker_mysql,
    tasktracker,
)

NAME = re.compile(r"test_(c|s\d)_(p?\d+[a-z]?)_\w+")
TASKTRACKER = (
    test_s0_network,
    test_s0_data,
    test_s0_service,
    test_s0_containers,
    test_s0_load_balancer,
    test_s0_whole,
)
COMMUNITY_TRACKER = (
    test_s1_network,
    test_s1_data,
    test_s1_service,
    test_s1_site,
    test_s1_whole,
    test_s1_dashboards,
    test_s1_alarms,
)
TASK_TRACKER_MYSQL = (
    test_s2_network,
    test_s2_load_balancer,
    test_s2_service,
    test_s2_database,
    test_s2_storage,
    test_s2_monitoring,
    test_s2_metrics,
    test_s2_whole,
    test_s2_switched,
)
FARGATE_NONPROD = (
    test_s3_network,
    test_s3_registry,
    test_s3_service,
    test_s3_load_balancer,
    test_s3_whole,
    test_s3_switched,
)
TASK_MANAGEMENT_API = (
    test_s4_network,
    test_s4_data,
    test_s4_service,
    test_s4_roles,
    test_s4_load_balancer,
    test_s4_alarms,
    test_s4_whole,
)
TABLES: list[tuple[tuple[ModuleType, ...], dict[str, str]]] = [
    ((test_contract,), contract.MUST),
    (TASKTRACKER, tasktracker.MUST | tasktracker.OPTIONAL),
    (COMMUNITY_TRACKER, community_tracker.MUST | community_tracker.OPTIONAL),
    (TASK_TRACKER_MYSQL, task_tracker_mysql.MUST | task_tracker_mysql.OPTIONAL | task_tracker_mysql.SWITCHED),
    (FARGATE_NONPROD, fargate_nonprod.MUST | fargate_nonprod.OPTIONAL | fargate_nonprod.SWITCHED),
    (TASK_MANAGEMENT_API, task_management_api.MUST | task_management_api.OPTIONAL),
]


def rows_of(modules: tuple[ModuleType, ...]) -> list[tuple[str, Callable[[System], None]]]:
    """Give the tests of files that are named by a row, with the row."""
    matches = (
        (NAME.fullmatch(name), test) for module in modules for name, test in vars(module).items() if callable(test)
    )
    return [(f"{match[1].upper()}-{match[2].replace('p', 'P')}", test) for match, test in matches if match]


@pytest.mark.parametrize(("modules", "table"), TABLES, ids=["C", "S0", "S1", "S2", "S3", "S4"])
def test_each_row_has_one_test(modules: tuple[ModuleType, ...], table: dict[str, str]) -> None:
    """The tests of a document are those of its table, one for each row, and each says what it is about."""
    found = rows_of(modules)
    assert sorted(row for row, _ in found) == sorted(table)
    assert all(test.__doc__ for _, test in found)


@pytest.mark.parametrize("mutation", EVERY, ids=lambda mutation: f"{mutation.rows}: {mutation.new!r:.40}")
def test_a_broken_system_is_noticed(mutation: Mutation, mutated: Callable[..., System]) -> None:
    """The tests of a row fail when what the row is about is broken in the templates."""
    tests = dict(test for modules, _ in TABLES for test in rows_of(modules))
    file = mutation.file if mutation.file.endswith(".json") else f"{mutation.file}.yaml"
    system = mutated(mutation.folder, file, mutation.old, mutation.new)
    unnoticed = [row for row in mutation.rows.split() if holds(tests[row], system)]
    assert unnoticed == []


def holds(test: Callable[[System], None], system: System) -> bool:
    """Tell whether a row's test passes; a template that cannot be read fails it as well as an assertion."""
    try:
        test(system)
    except (AssertionError, ValueError, TemplateError, UnclearError):
        return False
    return True


def test_each_row_has_been_seen_to_fail() -> None:
    """Every row is among those that notice something."""
    noticing = {row for mutation in EVERY for row in mutation.rows.split()}
    assert noticing == {row for _, table in TABLES for row in table}
