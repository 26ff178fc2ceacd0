"""Document 002 as a whole: one region, tags that costs are told apart by."""

from tests.systems import region, tags, task_tracker_mysql
from tests.systems.built import System

FOLDER = task_tracker_mysql.FOLDER


def test_s2_120_costs_can_be_told_apart(system: System) -> None:
    """Every resource that can carry tags has the tag Project."""
    assert len(tags.taggable(system)) > 40
    assert tags.without(system, "Project", "task-tracker-mysql") == []


def test_s2_127_everything_is_in_one_region(system: System) -> None:
    """Wherever a region is written, it is us-east-1."""
    assert region.others(system) == []
