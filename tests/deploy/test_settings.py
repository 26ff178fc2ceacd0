"""What a stack is deployed with besides its templates: role, topics, tags, capabilities, and alarms that undo it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.deploy.aws.values.stacks import Stack
from tasktracker_cfn.deploy.plan.planning import Asked, Planned, make_plan
from tasktracker_cfn.errors import DeploymentError, StalePlanError
from tests.aws.fake import Fake
from tests.deploy.planned_nest import (
    STACK,
    TAGS,
    deployed,
    execute,
    gateway_of,
    hurried,
    nest,
    plan,
    ready,
    target_of,
)
from tests.deploy.plans import applied

ROLE = "arn:aws:iam::123456789012:role/cloudformation"
ALARM = (
    "  {name}:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {{AlarmName: {name}, Namespace: AWS/ECS, "
    "MetricName: m, ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, Threshold: 1, Period: 60, "
    "Statistic: Sum}}\n"
)
ALARMS = "Resources:\n" + ALARM.format(name="Errors") + ALARM.format(name="Latency")


def asked(aws: Fake) -> dict[str, Any]:
    """Give what the last change set was asked for with."""
    return [call.parameters for call in aws.calls if call.operation == "CreateChangeSet"][-1]


def finished(aws: Fake, planned: Planned) -> Stack:
    """Apply a plan, and give the stack at the end."""
    assert planned.plan
    return applied(aws, planned.plan, gateway=hurried(aws)).stack


def rings(aws: Fake) -> None:
    """Let an alarm go off."""
    aws.alarm("Errors", "ALARM")


def bigger(aws: Fake, folder: Path, size: int, root: tuple[str, str] = ("", ""), **more: Any) -> Planned:
    """Plan a database of another size, and with it something in the root."""
    return plan(aws, nest(folder / str(size), {"data.yaml": ("'20'", f"'{size}'"), "root.yaml": root}), {}, **more)


def watched(aws: Fake, folder: Path) -> tuple[str, str]:
    """Have the nest deployed with two alarms in the root, which are quiet."""
    ready(aws)
    execute(aws, plan(aws, nest(folder / "first", {"root.yaml": ("Resources:\n", ALARMS)})))
    return aws.alarm("Errors", "OK"), aws.alarm("Latency", "OK")


def test_role(aws: Fake, tmp_path: Path) -> None:
    """The role that was given once is taken on again where none is given, and another one takes its place."""
    ready(aws)
    first = plan(aws, nest(tmp_path / "first"), role_arn=ROLE)
    finished(aws, first)
    assert aws.stack(STACK).stack.settings["RoleARN"] == ROLE
    for size, given, kept in ((30, None, ROLE), (40, f"{ROLE}-two", f"{ROLE}-two")):
        made = bigger(aws, tmp_path, size, role_arn=given)
        assert asked(aws).get("RoleARN") == given
        finished(aws, made)
        assert aws.stack(STACK).stack.settings["RoleARN"] == kept


def test_topics(aws: Fake, tmp_path: Path) -> None:
    """Topics that somebody gave the stack are never asked away."""
    deployed(aws, tmp_path)
    aws.stack(STACK).stack.settings["NotificationARNs"] = ["arn:aws:sns:us-east-1:123456789012:ops"]
    made = bigger(aws, tmp_path, 30)
    assert "NotificationARNs" not in asked(aws)
    stack = finished(aws, made)
    assert stack.notification_arns == ("arn:aws:sns:us-east-1:123456789012:ops",)


@pytest.mark.parametrize("tags", [{"Project": "shop"}, {}], ids=["one", "all"])
def test_tags_removed(aws: Fake, tmp_path: Path, tags: dict[str, str]) -> None:
    """A tag that is no longer wanted is shown as going, and is gone from the stack; also the last one."""
    ready(aws)
    root = nest(tmp_path)
    execute(aws, plan(aws, root, tags={"Project": "shop", "Team": "a"}))
    made = plan(aws, root, {}, tags=tags)
    assert [change.name for change in made.review.tags if change.after is None] == [*({"Project"} - set(tags)), "Team"]
    assert finished(aws, made).tags == tags


def test_tags_of_a_foreign_nest(aws: Fake, tmp_path: Path) -> None:
    """The tags that somebody gave a nest without a configuration stay, beside those of this program."""
    deployed(aws, tmp_path)
    aws.stack(STACK).stack.tags["CostCenter"] = "42"
    root = nest(tmp_path / "next", {"data.yaml": ("'20'", "'30'")})
    target = target_of(root, tags={"ManagedBy": "us"})._replace(system="", environment="")
    made = make_plan(
        gateway_of(aws), Asked(target, gateway_of(aws).identity(), "anothertoken", "salt", {}), lambda _: None
    )
    assert made.plan
    assert made.plan.tags == {**TAGS, "CostCenter": "42", "ManagedBy": "us"}
    assert finished(aws, made).tags == made.plan.tags


def test_capabilities(aws: Fake, tmp_path: Path) -> None:
    """What must be acknowledged is: names of roles, and macros, in any stack of the nest; and nothing else."""
    ready(aws)
    plan(aws, nest(tmp_path / "role"))
    assert asked(aws)["Capabilities"] == ["CAPABILITY_IAM"]
    named = ("Type: AWS::IAM::Role\n    Properties:", "Type: AWS::IAM::Role\n    Properties:\n      RoleName: shop")
    plan(aws, nest(tmp_path / "named", {"service.yaml": named}))
    assert asked(aws)["Capabilities"] == ["CAPABILITY_NAMED_IAM"]
    macro = ("Resources:", "Transform: AWS::LanguageExtensions\nResources:")
    plan(aws, nest(tmp_path / "macro", {"deep.yaml": macro}))
    assert asked(aws)["Capabilities"] == ["CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM"]


def test_alarms_that_went_away(aws: Fake, tmp_path: Path) -> None:
    """Alarms that are gone are asked away by name, to the last: a stack keeps them, and an update then fails."""
    errors, latency = watched(aws, tmp_path)
    first = bigger(aws, tmp_path, 30, ("Resources:\n", ALARMS))
    assert finished(aws, first).rollback.triggers
    assert [one["Arn"] for one in asked(aws)["RollbackConfiguration"]["RollbackTriggers"]] == [errors, latency]
    del aws.world.alarms[latency]
    second = bigger(aws, tmp_path, 40, ("Resources:\n", "Resources:\n" + ALARM.format(name="Errors")))
    finished(aws, second)
    assert [one["Arn"] for one in asked(aws)["RollbackConfiguration"]["RollbackTriggers"]] == [errors]
    del aws.world.alarms[errors]
    third = bigger(aws, tmp_path, 50)
    assert asked(aws)["RollbackConfiguration"] == {"RollbackTriggers": [], "MonitoringTimeInMinutes": 0}
    assert finished(aws, third).rollback.triggers == ()


def test_alarms_of_others(aws: Fake, tmp_path: Path) -> None:
    """An alarm that somebody gave the stack, and that no template has, goes on undoing deployments, before the rest."""
    errors, latency = watched(aws, tmp_path)
    theirs, gone = aws.alarm("Zealous", "OK"), "arn:aws:cloudwatch:us-east-1:123456789012:alarm:Gone"
    given = [{"Arn": arn, "Type": "AWS::CloudWatch::Alarm"} for arn in (latency, theirs, gone)]
    aws.stack(STACK).stack.settings["RollbackConfiguration"] = {"RollbackTriggers": given}
    bigger(aws, tmp_path, 30, ("Resources:\n", "Resources:\n" + ALARM.format(name="Errors")))
    assert [one["Arn"] for one in asked(aws)["RollbackConfiguration"]["RollbackTriggers"]] == [theirs, errors]


def test_watched_afterwards(aws: Fake, tmp_path: Path) -> None:
    """Alarms are watched for as long as asked, and the next time as long again; one that goes off undoes it all."""
    watched(aws, tmp_path)
    first = bigger(aws, tmp_path, 30, ("Resources:\n", ALARMS), monitor_minutes=5)
    began = aws.clock.now()
    assert finished(aws, first).rollback.monitoring_minutes == 5
    assert aws.clock.now() - began > timedelta(minutes=5)
    second = bigger(aws, tmp_path, 40, ("Resources:\n", ALARMS))
    assert asked(aws)["RollbackConfiguration"]["MonitoringTimeInMinutes"] == 5
    aws.when("ExecuteChangeSet", lambda: aws.timeline.after(300, lambda: rings(aws)))
    with pytest.raises(DeploymentError, match="Rollback triggered by alarm"):
        finished(aws, second)
    assert aws.stack(f"{STACK}/Data").resources["Database"].properties["AllocatedStorage"] == "30"
    bigger(aws, tmp_path, 50, ("Resources:\n", ALARMS), monitor_minutes=0)
    assert asked(aws)["RollbackConfiguration"]["MonitoringTimeInMinutes"] == 0


def test_nothing_to_watch(aws: Fake, tmp_path: Path) -> None:
    """Where there is no alarm CloudFormation is not made to wait, and the review says so."""
    ready(aws)
    made = plan(aws, nest(tmp_path), monitor_minutes=20)
    assert asked(aws)["RollbackConfiguration"] == {"RollbackTriggers": [], "MonitoringTimeInMinutes": 0}
    assert [note for note in made.review.notes if "though 20 minutes are asked for" in note]


def test_alarm_goes_off_before(aws: Fake, tmp_path: Path) -> None:
    """An alarm that goes off between plan and apply is told before anything begins."""
    watched(aws, tmp_path)
    made = bigger(aws, tmp_path, 30, ("Resources:\n", ALARMS))
    aws.alarm("Errors", "ALARM")
    with pytest.raises(StalePlanError, match=r"an alarm goes off by now, .*alarm:Errors"):
        finished(aws, made)
    assert aws.stack(STACK).status == "CREATE_COMPLETE"
