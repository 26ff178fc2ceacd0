"""Every call of the gateway, once, by the name of its method."""

from collections.abc import Callable, Mapping

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest
from tasktracker_cfn.deploy.aws.values.stacks import RollbackConfiguration, RollbackTrigger
from tasktracker_cfn.deploy.aws.values.store import Bucket, ObjectVersion
from tests.deploy.models import TIME, Recorder

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
Caller = Gateway | Recorder
CALLS: Mapping[str, Callable[[Caller], object]] = {
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
    "drift_of": lambda to: to.drift_of("n", "Database"),
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
    "store_time": lambda to: to.store_time(BUCKET),
    "object_versions": lambda to: list(to.object_versions(BUCKET, "prefix")),
    "service": lambda to: to.service("cluster", "service"),
    "stopped_tasks": lambda to: to.stopped_tasks("cluster", "service"),
    "log_places": lambda to: to.log_places("notes:1"),
    "last_log_lines": lambda to: to.last_log_lines("group", "stream"),
    "log_groups": lambda to: to.log_groups("/ecs/"),
    "alarms": lambda to: to.alarms(["errors"]),
}
