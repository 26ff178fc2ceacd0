"""Requests and answers as botocore's service models have them: a misspelt name is noticed before AWS would."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import OperationModel, Shape
from botocore.validate import ParamValidator

from tasktracker_cfn.deploy.aws.asking.changes import ChangeSetCalls
from tasktracker_cfn.deploy.aws.asking.running import RunningCalls
from tasktracker_cfn.deploy.aws.asking.stacks import StackCalls
from tasktracker_cfn.deploy.aws.asking.store import StoreCalls

TIME = datetime(2026, 8, 1, 12, tzinfo=UTC)
# Members with which an answer would say that there is more.
MORE = {"NextToken", "nextToken", "NextKeyMarker", "NextVersionIdMarker", "IsTruncated"}


@cache
def operations(service: str) -> Mapping[str, OperationModel]:
    """Give a service's operations by the names of boto3's methods."""
    model = botocore.session.get_session().get_service_model(service)
    return {xform_name(name): model.operation_model(name) for name in model.operation_names}


def sample(shape: Shape, name: str = "", depth: int = 0) -> Any:
    """Give a value of a shape in which every member says its own name."""
    if shape.type_name == "structure":
        members = {key: member for key, member in shape.members.items() if key not in MORE}
        return {key: sample(member, key, depth + 1) for key, member in members.items()} if depth < 12 else {}
    if shape.type_name == "list":
        return [sample(shape.member, name, depth + 1)]
    if shape.type_name == "map":
        return {"key": sample(shape.value, name, depth + 1)}
    simple: Mapping[str, Any] = {
        "boolean": True,
        "integer": 7,
        "long": 7,
        "float": 7.0,
        "double": 7.0,
        "timestamp": TIME,
    }
    return simple.get(shape.type_name, name)


class Recorder(StackCalls, ChangeSetCalls, StoreCalls, RunningCalls):
    """Calls that go nowhere: each is held against the model, and answered with a sample of all that it could say."""

    def __init__(self) -> None:
        """Begin with no calls."""
        self.asked: list[tuple[str, Mapping[str, object]]] = []

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """Check a request, and give a sample answer."""
        model = operations(service)[operation]
        given = {name: value for name, value in parameters.items() if value is not None}
        report = ParamValidator().validate(given, model.input_shape)
        assert not report.has_errors(), report.generate_report()
        self.asked.append((operation, given))
        answer: Mapping[str, object] = sample(model.output_shape) if model.output_shape else {}
        return {**answer, "ResponseMetadata": {"HTTPHeaders": {"date": format_datetime(TIME, usegmt=True)}}}

    @property
    def last(self) -> Mapping[str, object]:
        """Give the parameters of the last call."""
        return self.asked[-1][1]


def values_in(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Give the fields of a value, and of the values in it, that were left empty or not."""
    fields = getattr(value, "_fields", None)
    if fields is not None:
        for name in fields:
            yield from values_in(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, tuple):
        yield path, value
        for item in value:
            yield from values_in(item, path)
    else:
        yield path, value
