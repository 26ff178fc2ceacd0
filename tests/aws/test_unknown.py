"""What the fake's nested change sets do not know yet, and what that breaks, as with AWS."""

from typing import Any

import pytest

from tests.aws.fake import Fake
from tests.aws.packing import change_set, deploy, put

CHILD = """
Parameters:
  Ids: {Type: %s}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {TopicName: %s, DisplayName: fixed}
"""
ROOT = """
Resources:
  One: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x}}
  Two: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: x}}
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: %s, Parameters: {Ids: %s}}
"""
JOINED = "!Join [',', [!GetAtt One.GroupId, !GetAtt Two.GroupId]]"
LIST, TEXT, STORED = "CommaDelimitedList", "String", "'AWS::SSM::Parameter::Value<String>'"


def child(aws: Fake, kind: str, used: str, handed: str, **more: Any) -> dict[str, Any]:
    """Make a change set of a first deployment, and give that of the nested stack with its root's under ``Root``."""
    root = change_set(aws, "s", ROOT % (put(aws, "child.yaml", CHILD % (kind, used)), handed), "CREATE", **more)
    row = next(row["ResourceChange"] for row in root["Changes"] if row["ResourceChange"].get("ChangeSetId"))
    client = aws.client("cloudformation")
    found: dict[str, Any] = client.describe_change_set(ChangeSetName=row["ChangeSetId"], IncludePropertyValues=True)
    return {**found, "Root": root}


@pytest.mark.parametrize(
    ("handed", "shown"),
    [
        ("!GetAtt One.GroupId", "{{IntrinsicFunction:s/One.GroupId/Fn::GetAtt}}"),
        ("!Ref One", "{{IntrinsicFunction:s/One/Ref}}"),
        (JOINED, "{{IntrinsicFunction://Fn::Join}}"),
        ("known", "known"),
    ],
)
def test_what_is_handed_over(aws: Fake, handed: str, shown: str) -> None:
    """A parameter that waits for the deployment is told by how it will be worked out, a resource's property is not."""
    found = child(aws, TEXT, "!Ref Ids", handed)
    assert [one["ParameterValue"] for one in found["Parameters"]] == [shown]
    after = found["Changes"][0]["ResourceChange"]["AfterContext"]
    assert ("KNOWN_AFTER_APPLY" in after) is (shown != "known")
    assert "IntrinsicFunction" not in after
    assert (found["ExecutionStatus"], found["StatusReason"]) == (
        "UNAVAILABLE",
        "Only executable from the root change set.",
    )


@pytest.mark.parametrize(
    ("kind", "used"), [(LIST, "!Select [1, !Ref Ids]"), (TEXT, "!Select [1, !Split [',', !Ref Ids]]")]
)
def test_later_items(aws: Fake, kind: str, used: str) -> None:
    """A later item of a list that is not known fails the change set, though the nest itself can be deployed."""
    found = child(aws, kind, used, JOINED)
    assert found["Status"] == "FAILED"
    assert found["StatusReason"] == "Template error: Fn::Select cannot select nonexistent value at index 1"
    assert f"Nested change set {found['ChangeSetId']} was not" in found["Root"]["StatusReason"]
    assert child(aws, kind, used.replace("[1", "[0"), JOINED)["Status"] == "CREATE_COMPLETE"
    assert child(aws, kind, used, "'a,b'")["Status"] == "CREATE_COMPLETE"


def test_stored_parameters(aws: Fake) -> None:
    """A parameter that names a stored one cannot be handed what only the deployment will know."""
    found = child(aws, STORED, "!Ref Ids", "!GetAtt One.GroupId")
    assert found["Status"] == "FAILED"
    assert found["StatusReason"] == (
        "Unable to fetch parameters [{{IntrinsicFunction:s/One.GroupId/Fn::GetAtt}}] from parameter store for this "
        "account."
    )
    assert child(aws, STORED, "!Ref Ids", "/known")["Status"] == "CREATE_COMPLETE"


def test_what_is_known_when_it_is_deployed(aws: Fake) -> None:
    """What the change set did not know stands in its place after the deployment."""
    body = ROOT % (put(aws, "child.yaml", CHILD % (TEXT, "!Ref Ids")), JOINED)
    assert deploy(aws, "s", body) == "CREATE_COMPLETE"
    ids = [aws.stack("s").physical_ids[name] for name in ("One", "Two")]
    assert aws.stack("s/Child").resources["Topic"].properties["TopicName"] == ",".join(ids)
