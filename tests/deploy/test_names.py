"""Every call is held against botocore's own models: names of parameters, and of members of answers."""

from collections.abc import Callable, Mapping

import pytest

from tasktracker_cfn.deploy import answers, answers_running
from tasktracker_cfn.deploy.values import RollbackConfiguration, RollbackTrigger
from tasktracker_cfn.deploy.values_changes import ChangeSetRequest
from tasktracker_cfn.deploy.values_store import Bucket, ObjectVersion
from tests.deploy.models import TIME, Recorder, operations, sample, values_in

BUCKET = Bucket("artifacts", "123456789012", "us-east-1")
VERSION = ObjectVersion("key", "v1", is_latest=True, modified=TIME)
TOKEN = "token-1"
FULL = ChangeSetRequest(
    "notes-dev",
    "plan-1",
    "UPDATE",
    TOKEN,
    template_url="https://artifacts.s3.us-east-1.amazonaws.com/a.yaml",
    parameters={"Image": "nginx", "Password": None},
    tags={"Project": "notes"},
    description="A plan",
    rollback=RollbackConfiguration((RollbackTrigger("arn:aws:cloudwatch:us-east-1:1:alarm:a"),), 5),
    role_arn="arn:aws:iam::123456789012:role/deployer",
    notification_arns=("arn:aws:sns:us-east-1:123456789012:t",),
    on_stack_failure="ROLLBACK",
    import_existing=True,
    deployment_mode="REVERT_DRIFT",
    express=True,
)
CALLS: dict[str, Callable[[Recorder], object]] = {
    "stack": lambda to: to.stack("notes-dev"),
    "stacks": lambda to: list(to.stacks()),
    "summaries": lambda to: list(to.summaries(["CREATE_COMPLETE"])),
    "resources": lambda to: to.resources("notes-dev"),
    "events": lambda to: list(to.events("notes-dev")),
    "template": lambda to: to.template("notes-dev", "Processed"),
    "change_set_template": lambda to: to.change_set_template("arn:of:a:change:set"),
    "delete_stack": lambda to: to.delete_stack("n", TOKEN, retain=["A"], force=True, role_arn="arn:aws:iam::1:role/r"),
    "continue_update_rollback": lambda to: to.continue_update_rollback("n", TOKEN, skip=["Data.Database"], force=True),
    "cancel_update": lambda to: to.cancel_update("n", TOKEN),
    "rollback_stack": lambda to: to.rollback_stack("n", TOKEN),
    "stack_policy": lambda to: to.stack_policy("n"),
    "set_stack_policy": lambda to: to.set_stack_policy("n", "{}"),
    "set_termination_protection": lambda to: to.set_termination_protection("n", enabled=False),
    "detect_drift": lambda to: to.detect_drift("n"),
    "drift_detection": lambda to: to.drift_detection("d" * 36),
    "drifts": lambda to: to.drifts("n", ["MODIFIED"]),
    "create_change_set": lambda to: to.create_change_set(FULL),
    "change_set": lambda to: to.change_set("arn:of:a:change:set", with_values=True),
    "change_sets": lambda to: to.change_sets("n"),
    "execute_change_set": lambda to: to.execute_change_set("arn:of:a:change:set", TOKEN, retain_except_on_create=True),
    "delete_change_set": lambda to: to.delete_change_set("arn:of:a:change:set"),
    "operation_events": lambda to: list(
        to.operation_events(change_set="arn:of:a:change:set", stack="n", operation="o")
    ),
    "hook_results": lambda to: to.hook_results("CHANGE_SET", "arn:of:a:change:set"),
    "bucket_is_there": lambda to: to.bucket_is_there(BUCKET),
    "stored": lambda to: to.stored(BUCKET, "key"),
    "put": lambda to: to.put(BUCKET, "key", b"body", "checksum", "application/yaml"),
    "object_versions": lambda to: list(to.object_versions(BUCKET, "prefix")),
    "service": lambda to: to.service("cluster", "service"),
    "stopped_tasks": lambda to: to.stopped_tasks("cluster", "service"),
    "log_places": lambda to: to.log_places("notes:1"),
    "last_log_lines": lambda to: to.last_log_lines("group", "stream"),
    "log_groups": lambda to: to.log_groups("/ecs/"),
    "alarms": lambda to: to.alarms(["errors"]),
}
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
    deleting = {"delete_objects", "delete_versions"}
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


def test_deletions_name_objects_and_versions() -> None:
    """A deletion names keys, one of versions their identifiers, and a thousand go at once."""
    recorder = _Quiet()
    recorder.delete_objects(BUCKET, [f"key{number}" for number in range(1_001)])
    recorder.delete_versions(BUCKET, [VERSION])
    sizes = [str(asked["Delete"]).count("'Key'") for _, asked in recorder.asked]
    assert sizes == [1_000, 1, 1]
    assert recorder.last["Delete"] == {"Objects": [{"Key": "key", "VersionId": "v1"}], "Quiet": True}


class _Quiet(Recorder):
    """Answers that nothing went wrong."""

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        super().call(service, operation, parameters)
        return {}


def test_who_asks_is_read_from_the_model() -> None:
    """The identity takes account and ARN of the answer, and the region that was asked."""
    answer = sample(operations("sts")["get_caller_identity"].output_shape)
    assert answers.identity(answer, "eu-west-1") == ("Account", "Arn", "eu-west-1")


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
