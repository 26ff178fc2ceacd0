"""Every call is held against botocore's own models: names of parameters, and of members of answers."""

from collections.abc import Mapping

import pytest

from tasktracker_cfn.deploy.aws.answers import running as answers_running
from tasktracker_cfn.deploy.aws.answers import stacks as answers
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest
from tests.deploy.every_call import BUCKET, CALLS, FULL, TOKEN, VERSION
from tests.deploy.models import Recorder, operations, sample, values_in

# What stands in a mapping whose keys the model does not know.
READ_BY_HAND = {"log_places"}


@pytest.mark.parametrize("name", CALLS)
def test_every_call_is_one_of_the_model(name: str) -> None:
    """Each call of the gateway has an operation and parameters that botocore's model knows."""
    recorder = Recorder()
    CALLS[name](recorder)
    assert recorder.asked


@pytest.mark.parametrize("name", CALLS)
def test_every_field_is_read_from_a_member_of_the_model(name: str) -> None:
    """What an answer says in full leaves no field of the values empty."""
    found = CALLS[name](Recorder())
    if found is None or name in READ_BY_HAND:
        return
    rows = found if isinstance(found, (list, tuple)) and not hasattr(found, "_fields") else [found]
    fields = [(f"{type(row).__name__}{path}", value) for row in rows for path, value in values_in(row)]
    assert fields
    # A mark of a deletion has no size.
    empty = [path for path, value in fields if value is not False and not value and not path.endswith(".size")]
    assert empty == []


def test_no_method_of_the_gateway_is_left_out() -> None:
    """Every public method that calls AWS stands in the table of this file."""
    deleting = {"delete_versions"}
    public = {name for name in dir(Recorder) if not name.startswith("_")} - {"call", "pages", "last", "abc"}
    assert public == {*CALLS, *deleting}


def test_log_places_are_those_of_cloudwatch_logs() -> None:
    """Of a task definition only the groups and prefixes of containers that log to CloudWatch Logs are kept."""
    options = {"awslogs-group": "/notes", "awslogs-stream-prefix": "app"}
    containers = [
        {"name": "app", "logConfiguration": {"logDriver": "awslogs", "options": options}},
        {"name": "agent", "logConfiguration": {"logDriver": "awsfirelens", "options": options}},
        {"name": "quiet", "environment": [{"name": "KEY", "value": "canary"}]},
    ]
    places = answers_running.log_places({"taskDefinition": {"containerDefinitions": containers}})
    assert places == (("app", "/notes", "app"),)
    assert places[0].stream("0123") == "app/app/0123"


def test_deletions_name_versions() -> None:
    """A deletion names keys and versions, and a thousand go at once."""
    recorder = _Quiet()
    recorder.delete_versions(BUCKET, [VERSION] * 1_001)
    sizes = [str(asked["Delete"]).count("'Key'") for _, asked in recorder.asked]
    assert sizes == [1_000, 1]
    assert recorder.last["Delete"] == {"Objects": [{"Key": "key", "VersionId": "v1"}], "Quiet": True}


class _Quiet(Recorder):
    """Answers that nothing went wrong."""

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        super().call(service, operation, parameters)
        return {}


def test_who_asks_is_read_from_the_model() -> None:
    """The identity takes account and ARN of the answer, and the region that was asked with its domain."""
    answer = sample(operations("sts")["get_caller_identity"].output_shape)
    assert answers.identity(answer, "eu-west-1", "amazonaws.com") == ("Account", "Arn", "eu-west-1", "amazonaws.com")


def test_a_parameter_without_a_value_keeps_the_one_in_aws() -> None:
    """None becomes UsePreviousValue, and a text the value."""
    recorder = Recorder()
    recorder.create_change_set(FULL)
    assert recorder.last["Parameters"] == [
        {"ParameterKey": "Image", "ParameterValue": "nginx"},
        {"ParameterKey": "Password", "UsePreviousValue": True},
    ]


def test_rollback_is_said_unless_it_is_said_elsewhere() -> None:
    """An execution says whether it rolls back, but not for a change set that says so itself."""
    recorder = Recorder()
    recorder.execute_change_set("arn:of:a:change:set", TOKEN)
    assert recorder.last["DisableRollback"] is False
    recorder.execute_change_set("arn:of:a:change:set", TOKEN, disable_rollback=None)
    assert "DisableRollback" not in recorder.last


def test_a_request_shows_no_value_of_a_parameter() -> None:
    """The representation of a request holds neither parameters nor template."""
    secret = ChangeSetRequest("n", "p", "CREATE", TOKEN, template_body="canary-body", parameters={"P": "canary-value"})
    assert "canary" not in repr(secret)
