"""What a stack policy lets an update do, whoever wrote it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html#stack-policy-reference
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from tasktracker_cfn.deploy.aws.values.stacks import StackResource
from tasktracker_cfn.deploy.guarding.locking import statements


def allows(body: str | None, resource: StackResource, action: str) -> bool:
    """Tell whether a stack policy, also one that somebody else wrote, allows an action such as Update:Replace.

    Without a policy everything is allowed; with one, what a statement allows and none denies. A condition that this
    program does not know counts as the one that protects less.
    """
    if body is None:
        return True
    effects = {str(statement.get("Effect")) for statement in statements(body) if _meets(statement, resource, action)}
    return effects == {"Allow"}


def _meets(statement: Mapping[str, object], resource: StackResource, action: str) -> bool:
    place = f"LogicalResourceId/{resource.logical_id}"
    return (
        _names(statement, "Action", action)
        and _names(statement, "Resource", place)
        and _holds(statement.get("Condition"), resource.type, otherwise=statement.get("Effect") == "Allow")
    )


def _names(statement: Mapping[str, object], key: str, text: str) -> bool:
    if f"Not{key}" in statement:
        return not _like(text, statement[f"Not{key}"])
    return _like(text, statement.get(key, "*"))


def _like(text: str, patterns: object) -> bool:
    listed = patterns if isinstance(patterns, list) else [patterns]
    return any(fnmatchcase(text, str(pattern)) for pattern in listed)


def _holds(condition: object, type_: str, *, otherwise: bool) -> bool:
    """Tell whether a condition on the type of a resource holds, which is the only kind that AWS documents."""
    if not isinstance(condition, Mapping):
        return True
    tests = [(str(how), kinds) for how, test in condition.items() for kinds in _kinds(test)]
    if not tests or any(how not in {"StringEquals", "StringLike"} or kinds is None for how, kinds in tests):
        return otherwise
    return all(_like(type_, kinds) for _, kinds in tests)


def _kinds(test: object) -> Iterator[object]:
    for name, kinds in test.items() if isinstance(test, Mapping) else [("", None)]:
        yield kinds if name == "ResourceType" else None
