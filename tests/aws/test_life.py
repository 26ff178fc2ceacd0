"""The end of stacks in the fake, what protects them, and what else happens to them on the way."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.aws.fake import Fake
from tests.aws.packing import change_set, deploy
from tests.aws.sample import nest, tree

SERVICE = """
Parameters: {Image: {Type: String}}
Resources:
  Cluster: {Type: AWS::ECS::Cluster}
  Logs: {Type: AWS::Logs::LogGroup}
  TaskDefinition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      ContainerDefinitions:
      - Name: web
        Image: !Ref Image
        LogConfiguration: {LogDriver: awslogs, Options: {awslogs-group: !Ref Logs, awslogs-stream-prefix: web}}
  Service:
    Type: AWS::ECS::Service
    Properties: {Cluster: !Ref Cluster, TaskDefinition: !Ref TaskDefinition, DesiredCount: 2}
  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: errors}}
"""
IMAGE = [{"ParameterKey": "Image", "ParameterValue": "a:1"}]


def test_destroy(aws: Fake) -> None:
    """A nest that is deleted keeps and snapshots what it says, and what it kept pins nothing by accident."""
    deploy(aws, "shop", nest(aws))
    aws.client("s3").put_object(Bucket="uploads", Key="a", Body=b"")
    aws.client("cloudformation").delete_stack(StackName="shop")
    aws.settle()
    shop = aws.stack("shop")
    assert shop.status == "DELETE_COMPLETE"
    assert {fate.path: fate.fate for fate in shop.fates if fate.fate != "deleted"} == {
        "Uploads": "retained",
        "Data/Database/Database": "snapshotted",
    }
    assert "DELETE_SKIPPED" in [event.status for event in shop.events]
    with pytest.raises(ClientError, match="Stack with id shop does not exist"):
        aws.client("cloudformation").describe_stacks(StackName="shop")
    described = aws.client("cloudformation").describe_stacks(StackName=shop.id)["Stacks"][0]
    assert described["StackStatus"] == "DELETE_COMPLETE"


def test_full_bucket(aws: Fake) -> None:
    """A bucket that is not empty stops a deletion, which can go on when it is, or without it."""
    client = aws.client("cloudformation")
    body = "Resources: {Full: {Type: 'AWS::S3::Bucket', Properties: {BucketName: full}}}"
    for way in ("empty", "retain", "force"):
        deploy(aws, way, body.replace("full", f"full-{way}"))
        aws.client("s3").put_object(Bucket=f"full-{way}", Key="a", Body=b"")
        with pytest.raises(ClientError, match="DELETE_FAILED"):
            client.delete_stack(StackName=way, RetainResources=["Full"])
        client.delete_stack(StackName=way)
        aws.settle()
        assert aws.stack(way).status == "DELETE_FAILED"
        assert "not empty" in aws.stack(way).resources["Full"].reason
        if way == "empty":
            aws.client("s3").delete_object(Bucket="full-empty", Key="a")
            client.delete_stack(StackName=way)
        elif way == "retain":
            client.delete_stack(StackName=way, RetainResources=["Full"])
        else:
            client.delete_stack(StackName=way, DeletionMode="FORCE_DELETE_STACK")
        aws.settle()
        assert aws.stack(way).status == "DELETE_COMPLETE"
    assert "full-empty" not in aws.store.buckets
    assert {"full-retain", "full-force"} <= aws.store.buckets.keys()


def test_protection(aws: Fake) -> None:
    """A protected root is not deleted, nor is what it nests."""
    client = aws.client("cloudformation")
    deploy(aws, "shop", nest(aws))
    client.update_termination_protection(StackName="shop", EnableTerminationProtection=True)
    for name in ("shop", aws.stack("shop/Data").name):
        with pytest.raises(ClientError, match="TerminationProtection"):
            client.delete_stack(StackName=name)
    assert aws.stack("shop/Data").termination_protection


def test_policy(aws: Fake) -> None:
    """A stack policy refuses what it does not allow, and the update is rolled back."""
    client = aws.client("cloudformation")
    deploy(aws, "shop", nest(aws))
    statements = [
        {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
        {
            "Effect": "Deny",
            "Action": ["Update:Replace", "Update:Delete"],
            "Principal": "*",
            "Resource": "LogicalResourceId/Uploads",
        },
    ]
    client.set_stack_policy(StackName="shop", StackPolicyBody=json.dumps({"Statement": statements}))
    assert json.loads(client.get_stack_policy(StackName="shop")["StackPolicyBody"])["Statement"] == statements
    assert deploy(aws, "shop", nest(aws, bucket="others"), "UPDATE") == "UPDATE_ROLLBACK_COMPLETE"
    reasons = [event.reason for event in aws.stack("shop").events]
    assert any(
        "Action denied by stack policy: Statement [#2] does not allow [Update:Replace]" in one for one in reasons
    )


def test_service_that_hangs(aws: Fake) -> None:
    """A service that does not settle tells why through ECS and its logs, while it is tried."""
    aws.hang_service("Service", "Essential container in task exited", ["Traceback", "ValueError: no database"])
    described = change_set(aws, "web", SERVICE, "CREATE", Parameters=IMAGE)
    client = aws.client("cloudformation")
    client.execute_change_set(ChangeSetName=described["ChangeSetId"], DisableRollback=False)
    aws.clock.sleep(300)
    web = aws.stack("web")
    cluster, service = web.physical_ids["Cluster"], web.physical_ids["Service"]
    assert web.resources["Service"].status == "CREATE_IN_PROGRESS"
    ecs, logs = aws.client("ecs"), aws.client("logs")
    (told,) = ecs.describe_services(cluster=cluster, services=[service])["services"]
    assert (told["runningCount"], told["desiredCount"], told["deployments"][0]["rolloutState"]) == (0, 2, "IN_PROGRESS")
    assert told["events"][0]["createdAt"] <= aws.clock.now()
    tasks = ecs.list_tasks(cluster=cluster, serviceName=told["serviceName"], desiredStatus="STOPPED")["taskArns"]
    (task,) = ecs.describe_tasks(cluster=cluster, tasks=tasks[:1])["tasks"]
    assert (task["stoppedReason"], task["containers"][0]["exitCode"]) == ("Essential container in task exited", 1)
    definition = ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])["taskDefinition"]
    options = definition["containerDefinitions"][0]["logConfiguration"]["options"]
    stream = f"web/web/{task['taskArn'].rpartition('/')[2]}"
    lines = logs.get_log_events(logGroupName=options["awslogs-group"], logStreamName=stream)["events"]
    assert [line["message"] for line in lines] == ["Traceback", "ValueError: no database"]
    aws.settle()
    assert aws.stack("web").status == "ROLLBACK_COMPLETE"
    with pytest.raises(ClientError, match="Cluster not found"):
        ecs.list_tasks(cluster=cluster, desiredStatus="STOPPED")


def test_alarms(aws: Fake) -> None:
    """Alarms are seen, a rollback trigger that does not exist fails the operation, and a loud one rolls it back."""
    deploy(aws, "web", SERVICE, Parameters=IMAGE)
    (alarm,) = aws.client("cloudwatch").describe_alarms(AlarmNames=["errors", "none"])["MetricAlarms"]
    assert alarm["StateValue"] == "OK"

    def update(image: str, arn: str) -> str:
        triggers = {"RollbackTriggers": [{"Arn": arn, "Type": "AWS::CloudWatch::Alarm"}], "MonitoringTimeInMinutes": 5}
        parameters = [{"ParameterKey": "Image", "ParameterValue": image}]
        return deploy(aws, "web", SERVICE, "UPDATE", Parameters=parameters, RollbackConfiguration=triggers)

    assert update("a:2", alarm["AlarmArn"]) == "UPDATE_COMPLETE"
    assert update("a:3", alarm["AlarmArn"].replace("errors", "none")) == "UPDATE_ROLLBACK_COMPLETE"
    aws.alarm("errors", "ALARM")
    assert update("a:4", alarm["AlarmArn"]) == "UPDATE_ROLLBACK_COMPLETE"
    definition = aws.stack("web").resources["TaskDefinition"].properties
    assert definition["ContainerDefinitions"][0]["Image"] == "a:2"


def test_cancel(aws: Fake) -> None:
    """An update that is cancelled is rolled back."""
    client = aws.client("cloudformation")
    deploy(aws, "shop", nest(aws))
    with pytest.raises(ClientError, match="cannot be called from current stack status"):
        client.cancel_update_stack(StackName="shop")
    made = change_set(aws, "shop", nest(aws, encrypted="false"))
    client.execute_change_set(ChangeSetName=made["ChangeSetId"], DisableRollback=False)
    aws.clock.sleep(60)
    assert aws.stack("shop/Data/Database").status == "UPDATE_IN_PROGRESS"
    client.cancel_update_stack(StackName="shop")
    aws.settle()
    assert aws.stack("shop").status == aws.stack("shop/Data").status == "UPDATE_ROLLBACK_COMPLETE"


def test_drift(aws: Fake) -> None:
    """Drift is found stack by stack, and takes its time."""
    deploy(aws, "shop", nest(aws))
    aws.drift("Data/Database/Database", "/EngineVersion", "16.3", "16.4")
    aws.delete_behind("Note")
    client = aws.client("cloudformation")
    for name, drifted in (("shop", "Note"), ("shop/Data/Database", "Database")):
        stack = aws.stack(name).id
        identifier = client.detect_stack_drift(StackName=stack)["StackDriftDetectionId"]
        status = client.describe_stack_drift_detection_status(StackDriftDetectionId=identifier)
        assert status["DetectionStatus"] == "DETECTION_IN_PROGRESS"
        aws.clock.sleep(30)
        status = client.describe_stack_drift_detection_status(StackDriftDetectionId=identifier)
        assert (status["DetectionStatus"], status["StackDriftStatus"]) == ("DETECTION_COMPLETE", "DRIFTED")
        filters = ["MODIFIED", "DELETED"]
        rows = client.describe_stack_resource_drifts(StackName=stack, StackResourceDriftStatusFilters=filters)
        (row,) = rows["StackResourceDrifts"]
        assert row["LogicalResourceId"] == drifted
        found = [(one["PropertyPath"], one["ActualValue"]) for one in row.get("PropertyDifferences", [])]
        assert found == ([("/EngineVersion", "16.4")] if drifted == "Database" else [])


def test_validation(aws: Fake) -> None:
    """Early validation fails a change set, and DescribeEvents alone says why."""
    aws.fail_validation("Uploads", "Bucket uploads exists already", path="/Resources/Uploads")
    described = change_set(aws, "shop", nest(aws), "CREATE")
    assert described["Status"] == "FAILED"
    client = aws.client("cloudformation")
    told = client.describe_events(ChangeSetName=described["ChangeSetId"], Filters={"FailedEvents": True})
    (event,) = told["OperationEvents"]
    assert (event["EventType"], event["ValidationStatusReason"]) == (
        "VALIDATION_ERROR",
        "Bucket uploads exists already",
    )


def test_failed_events(aws: Fake) -> None:
    """The failures of an operation are found by its id."""
    aws.break_resource("Note", "no")
    deploy(aws, "shop", nest(aws))
    client = aws.client("cloudformation")
    (operation,) = client.describe_stacks(StackName="shop")["Stacks"][0]["LastOperations"]
    told = client.describe_events(OperationId=operation["OperationId"], Filters={"FailedEvents": True})
    assert [event["LogicalResourceId"] for event in told["OperationEvents"]] == ["Note"]


def test_dropped_rows(aws: Fake) -> None:
    """With property values some rows are missing, and only a warning tells of them."""
    aws.world.drops = frozenset({"AWS::SSM::Parameter"})
    deploy(aws, "shop", nest(aws))
    described = change_set(aws, "shop", nest(aws, encrypted="false"))
    assert "Note" in tree(aws, described)
    with_values = aws.client("cloudformation").describe_change_set(
        ChangeSetName=described["ChangeSetId"], IncludePropertyValues=True
    )
    assert "Note" not in tree(aws, with_values)
    assert "[Note]" in with_values["StatusReason"]


def test_tags(aws: Fake) -> None:
    """Tags of a stack reach all that it nests, and a change of them is one of everything that can be tagged."""
    deploy(aws, "shop", nest(aws), Tags=[{"Key": "owner", "Value": "me"}])
    assert aws.stack("shop/Data/Database").tags == {"owner": "me"}
    rows = tree(aws, change_set(aws, "shop", nest(aws), Tags=[{"Key": "owner", "Value": "you"}]))
    assert rows["Data/Database/Database"]["Scope"] == ["Tags"]


def test_others(aws: Fake) -> None:
    """Another person's deployment makes change sets obsolete, or takes them away."""
    deploy(aws, "shop", nest(aws))
    made = change_set(aws, "shop", nest(aws, encrypted="false"))
    before = aws.stack("shop").stack.updated
    aws.clock.sleep(5)
    aws.obsolete_change_sets("shop")
    assert aws.stack("shop").stack.updated != before
    client = aws.client("cloudformation")
    assert client.describe_change_set(ChangeSetName=made["ChangeSetId"])["ExecutionStatus"] == "OBSOLETE"
    aws.lose_change_sets("shop")
    assert client.list_change_sets(StackName="shop")["Summaries"] == []


def test_capabilities(aws: Fake) -> None:
    """What makes IAM resources must be acknowledged."""
    body = "Resources: {Role: {Type: 'AWS::IAM::Role', Properties: {RoleName: me}}}"
    with pytest.raises(ClientError, match="CAPABILITY_NAMED_IAM"):
        aws.client("cloudformation").create_stack(StackName="iam", TemplateBody=body)
    aws.client("cloudformation").create_stack(StackName="iam", TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"])
    aws.settle()
    assert aws.stack("iam").status == "CREATE_COMPLETE"
    with pytest.raises(ClientError, match="No updates are to be performed"):
        aws.client("cloudformation").update_stack(
            StackName="iam", TemplateBody=body, Capabilities=["CAPABILITY_NAMED_IAM"]
        )


def test_other_actor(aws: Fake) -> None:
    """Somebody else's update comes in between, exactly when a call arrives."""
    deploy(aws, "shop", nest(aws))
    made = change_set(aws, "shop", nest(aws, encrypted="false"))
    other, body = aws.other_actor(), nest(aws, about="theirs")
    before = len(aws.calls)
    aws.when("ExecuteChangeSet", lambda: other.update("shop", body))
    with pytest.raises(ClientError) as caught:
        aws.client("cloudformation").execute_change_set(ChangeSetName=made["ChangeSetId"])
    assert caught.value.response["Error"]["Code"] == "InvalidChangeSetStatus"
    assert [call.operation for call in aws.calls[before:]] == ["ExecuteChangeSet"]
    aws.settle()
    assert aws.stack("shop").template == body


def test_shell(aws: Fake) -> None:
    """A stack of which there is only a first review can be deleted, with the shells below it."""
    change_set(aws, "shop", nest(aws), "CREATE")
    aws.client("cloudformation").delete_stack(StackName="shop")
    aws.settle()
    assert {stack.status for stack in aws.world.stacks} == {"DELETE_COMPLETE"}
    assert aws.world.change_sets == []


def test_skew(aws: Fake) -> None:
    """A machine whose clock is wrong still waits as long as it should."""
    clock, before = aws.skewed_clock(-3600), aws.clock.now()
    clock.sleep(10)
    assert (aws.clock.now() - before).total_seconds() == 10
    assert (aws.clock.now() - clock.now()).total_seconds() == 3600
