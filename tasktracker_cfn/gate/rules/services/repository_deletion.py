"""A repository whose images prevent its deletion."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.services.repositories import REPOSITORY
from tasktracker_cfn.model.system import System

KEEPING = ("Retain", "RetainExceptOnCreate")


@rule(
    "repository-can-be-deleted",
    rows="X03",
    severity="warning",
    why="ECR deletes no repository that holds images, so the deletion of the stack fails there.",
    remedy="Set EmptyOnDelete: true, or keep the repository by DeletionPolicy: Retain.",
    source="schema AWS::ECR::Repository",
)
def repository_deletion(system: System) -> Iterator[Fault]:
    """A repository is emptied when it is deleted, or stays."""
    for repository in system.of(REPOSITORY):
        kept = repository.resource.attributes.get("DeletionPolicy") in KEEPING
        # It may be one that is decided elsewhere.
        empties = repository.get("EmptyOnDelete")
        if not kept and (empties is None or repository.flag("EmptyOnDelete") is False):
            yield Fault(repository, "is deleted with its stack, which fails while it holds images", "EmptyOnDelete")
