"""Lifecycle policies that ECR refuses."""

import json
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.services.repositories import REPOSITORY
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System

PATH = ("LifecyclePolicy", "LifecyclePolicyText")
LISTS = ("tagPrefixList", "tagPatternList")
Rule = Mapping[str, object]


@rule(
    "lifecycle-policy-content",
    rows="X01",
    severity="error",
    why="The policy is a text to CloudFormation; ECR reads it when the repository is created, and refuses it then.",
    remedy="Number the rules, with tagStatus any last; give tagged rules a list of tags, and the others none.",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html",
)
def lifecycle_policy(system: System) -> Iterator[Fault]:
    """A repository's lifecycle policy is JSON whose rules have priorities of their own and fit their tags."""
    for repository in system.of(REPOSITORY):
        text = known_text(repository.get(*PATH))
        for problem in _problems(text) if text is not None else ():
            yield Fault(repository, f"has a lifecycle policy {problem}", *PATH)


def _problems(text: str) -> Iterator[str]:
    try:
        policy = json.loads(text)
    except (ValueError, RecursionError):
        yield "that is no JSON"
        return
    rules = policy.get("rules") if isinstance(policy, dict) else None
    if not isinstance(rules, list) or not rules or not all(isinstance(entry, dict) for entry in rules):
        yield "without a list of rules"
        return
    yield from _order(rules)
    for number, entry in enumerate(rules, start=1):
        selection = entry.get("selection")
        if not isinstance(selection, dict):
            yield f"whose rule {number} has no selection"
        else:
            yield from (f"whose rule {number} {problem}" for problem in _selection(selection))


def _order(rules: list[Rule]) -> Iterator[str]:
    found = [entry.get("rulePriority") for entry in rules]
    priorities = [priority for priority in found if isinstance(priority, int)]
    if len(priorities) < len(found):
        yield "with a rule without a rulePriority that is a number"
        return
    twice = sorted({priority for priority in priorities if priorities.count(priority) > 1})
    if twice:
        yield f"with two rules of priority {twice[0]}"
    general = [priority for entry, priority in zip(rules, priorities, strict=True) if _status(entry) == "any"]
    special = [priority for entry, priority in zip(rules, priorities, strict=True) if _status(entry) != "any"]
    if general and special and min(general) < max(special):
        yield f"whose rule for any tag (priority {min(general)}) comes before another (priority {max(special)})"


def _status(entry: Rule) -> object:
    selection = entry.get("selection")
    return selection.get("tagStatus") if isinstance(selection, dict) else None


def _selection(selection: Rule) -> Iterator[str]:
    status, count, unit = selection.get("tagStatus"), selection.get("countType"), selection.get("countUnit")
    named = [name for name in LISTS if selection.get(name)]
    if status not in {"tagged", "untagged", "any"}:
        yield f"has the tagStatus {status!r}"
    elif status == "tagged" and len(named) != 1:
        yield f"is for tagged images and has {' and '.join(named) or 'no list of tags'}"
    elif status != "tagged" and named:
        yield f"is for {status} images and has a {named[0]}"
    if count == "sinceImagePushed" and unit != "days":
        yield "counts days without the countUnit days"
    if count == "imageCountMoreThan" and unit is not None:
        yield "counts images and has a countUnit"
    if not isinstance(selection.get("countNumber"), int):
        yield "has no countNumber"
