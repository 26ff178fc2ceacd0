"""Nests in the fake: what change sets show, and what their execution does."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.aws.fake import Fake
from tests.aws.packing import EVERYTHING, change_set, deploy, put
from tests.aws.sample import ROOT, nest, tree


def test_first_review(aws: Fake) -> None:
    """A first change set makes shells of stacks, and its deletion takes those of the nested ones away again."""
    described = change_set(aws, "shop", nest(aws), "CREATE")
    assert (described["Status"], described["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")
    rows = tree(aws, described)
    assert {row["Action"] for row in rows.values()} == {"Add"}
    assert {"Data", "Data/Database", "Data/Database/Database", "Note"} <= rows.keys()
    inner = aws.client("cloudformation").describe_change_set(ChangeSetName=rows["Data/Database"]["ChangeSetId"])
    assert inner["RootChangeSetId"] == described["ChangeSetId"]
    assert inner["ParentChangeSetId"] == rows["Data"]["ChangeSetId"]
    assert {stack.status for stack in aws.world.stacks} == {"REVIEW_IN_PROGRESS"}
    with pytest.raises(ClientError, match="root change set"):
        aws.client("cloudformation").execute_change_set(ChangeSetName=inner["ChangeSetId"])
    aws.client("cloudformation").delete_change_set(ChangeSetName=described["ChangeSetId"])
    left = aws.client("cloudformation").list_change_sets(StackName="shop")["Summaries"]
    assert [one["Status"] for one in left] == ["DELETE_PENDING"]
    aws.settle()
    assert [stack.name for stack in aws.world.stacks if stack.alive] == ["shop"]
    with pytest.raises(ClientError) as caught:
        aws.client("cloudformation").describe_change_set(ChangeSetName=described["ChangeSetId"])
    assert caught.value.response["Error"]["Code"] == "ChangeSetNotFound"
    with pytest.raises(ClientError, match="REVIEW_IN_PROGRESS state and can not be updated"):
        change_set(aws, "shop", nest(aws), "UPDATE")
    assert deploy(aws, "shop", nest(aws)) == "CREATE_COMPLETE"


def test_states(aws: Fake) -> None:
    """A change set is made in steps, and only as time passes."""
    body, client = nest(aws), aws.client("cloudformation")
    made = client.create_change_set(
        StackName="shop", ChangeSetName="one", ChangeSetType="CREATE", TemplateBody=body, IncludeNestedStacks=True
    )
    seen = []
    for _ in range(12):
        status = client.describe_change_set(ChangeSetName=made["Id"])["Status"]
        seen += [status] if status not in seen else []
        aws.clock.sleep(1)
    assert seen == ["CREATE_PENDING", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"]


def test_no_change(aws: Fake) -> None:
    """The same again is a change set that failed; told to, the fake gives one of nothing but noise."""
    deploy(aws, "shop", nest(aws))
    described = change_set(aws, "shop", nest(aws))
    assert described["StatusReason"].startswith("The submitted information didn't contain changes.")
    assert described["Changes"] == []
    aws.world.empty_nest = "noise"
    described = change_set(aws, "shop", nest(aws))
    assert described["Status"] == "CREATE_COMPLETE"
    sources = {detail["ChangeSource"] for row in tree(aws, described).values() for detail in row["Details"]}
    assert sources == {"Automatic", "ResourceAttribute"}


def test_output_only(aws: Fake) -> None:
    """A change of an output alone has no rows, but can be executed."""
    deploy(aws, "shop", ROOT_ONE % "one")
    described = change_set(aws, "shop", ROOT_ONE % "two")
    assert (described["Status"], described["Changes"]) == ("CREATE_COMPLETE", [])
    assert deploy(aws, "shop", ROOT_ONE % "two", "UPDATE") == "UPDATE_COMPLETE"
    assert (
        aws.client("cloudformation").describe_stacks(StackName="shop")["Stacks"][0]["Outputs"][0]["Description"]
        == "two"
    )


ROOT_ONE = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\nOutputs: {Topic: {Value: !Ref Topic, Description: %s}}"


def test_replacement_below(aws: Fake) -> None:
    """A database that is replaced in a grandchild says so, and its old self is snapshotted."""
    deploy(aws, "shop", nest(aws))
    old = aws.stack("shop/Data/Database").physical_ids["Database"]
    described = change_set(aws, "shop", nest(aws, encrypted="false"))
    row = tree(aws, described, values=True)["Data/Database/Database"]
    assert (row["Replacement"], row["PolicyAction"]) == ("True", "ReplaceAndSnapshot")
    (detail,) = [one for one in row["Details"] if one["Target"]["Name"] == "StorageEncrypted"]
    assert detail["Target"]["RequiresRecreation"] == "Always"
    assert (detail["Target"]["BeforeValue"], detail["Target"]["AfterValue"]) == ("true", "false")
    assert deploy(aws, "shop", nest(aws, encrypted="false"), "UPDATE") == "UPDATE_COMPLETE"
    assert aws.stack("shop/Data/Database").physical_ids["Database"] != old
    assert [(fate.path, fate.physical_id) for fate in aws.stack("shop").fates if fate.fate == "snapshotted"] == [
        ("Data/Database/Database", old)
    ]
    # The first set is obsolete now.
    again = aws.client("cloudformation").describe_change_set(ChangeSetName=described["ChangeSetId"])
    assert again["ExecutionStatus"] == "OBSOLETE"
    with pytest.raises(ClientError) as caught:
        aws.client("cloudformation").execute_change_set(ChangeSetName=described["ChangeSetId"])
    assert caught.value.response["Error"]["Code"] == "InvalidChangeSetStatus"


def test_replaced_bucket(aws: Fake) -> None:
    """A bucket that is replaced and kept stays in S3, and a property that nobody may see is masked."""
    deploy(aws, "shop", nest(aws))
    described = change_set(aws, "shop", nest(aws, bucket="others"))
    rows = tree(aws, described, values=True)
    assert rows["Uploads"]["PolicyAction"] == "ReplaceAndRetain"
    assert "canary" not in json.dumps(described, default=str) + json.dumps(rows, default=str)
    assert deploy(aws, "shop", nest(aws, bucket="others"), "UPDATE") == "UPDATE_COMPLETE"
    assert {"uploads", "others"} <= aws.store.buckets.keys()
    assert "canary" in aws.stack("shop/Data/Database").parameters.values()


def test_failure_below(aws: Fake) -> None:
    """What fails in a grandchild rolls everything back, and each level tells of the one below."""
    aws.break_resource("Data/Database/Database", "DB Instance class not supported", on="create")
    assert deploy(aws, "shop", nest(aws)) == "ROLLBACK_COMPLETE"
    reasons = [event.reason for event in aws.stack("shop").events if event.status == "CREATE_FAILED"]
    assert reasons[0].startswith("Embedded stack arn:aws:cloudformation:")
    assert any("DB Instance class" in event.reason for event in aws.stack("shop/Data/Database").events)
    assert aws.stack("shop/Data").status == "DELETE_COMPLETE"
    with pytest.raises(ClientError, match="ROLLBACK_COMPLETE state and can not be updated"):
        change_set(aws, "shop", nest(aws))


def test_failed_update(aws: Fake) -> None:
    """An update that fails becomes what was before, in every stack."""
    deploy(aws, "shop", nest(aws))
    before = {name: aws.stack(name).physical_ids for name in ("shop", "shop/Data", "shop/Data/Database")}
    aws.break_resource("Note", "no", on="update")
    body = nest(aws, encrypted="false", bucket="others")
    assert deploy(aws, "shop", body, "UPDATE") == "UPDATE_ROLLBACK_COMPLETE"
    assert {name: aws.stack(name).physical_ids for name in before} == before
    assert aws.stack("shop/Data/Database").status == "UPDATE_ROLLBACK_COMPLETE"
    assert aws.stack("shop").template == nest(aws)
    assert change_set(aws, "shop", nest(aws))["Status"] == "FAILED"
    aws.mend_resource("Note")
    assert deploy(aws, "shop", body, "UPDATE") == "UPDATE_COMPLETE"


def test_names_taken(aws: Fake) -> None:
    """A name that a thing has, also one that its stack left behind, is found taken with the change set, or later."""
    client = aws.client("cloudformation")
    body = """
Parameters: {Suffix: {Type: String, Default: one}}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Logs: {Type: AWS::Logs::LogGroup, DeletionPolicy: Retain, Properties: {LogGroupName: /shop}}
  Role:
    Type: AWS::IAM::Role
    DeletionPolicy: Retain
    Properties: {RoleName: !Ref Suffix, AssumeRolePolicyDocument: {}}
"""
    deploy(aws, "shop", body)
    for _ in range(2):
        found = change_set(aws, "other", body, "CREATE")
        assert found["Status"] == "FAILED"
        events = client.describe_events(ChangeSetName=found["ChangeSetId"])["OperationEvents"]
        assert {event["ValidationName"] for event in events} == {"NAME_CONFLICT_VALIDATION"}
        assert {event["LogicalResourceId"] for event in events} == {"Logs", "Role"}
        client.delete_stack(StackName="shop")
        aws.settle()
    late = body.replace("/shop}", "!GetAtt Topic.TopicName}").replace("!Ref Suffix", "!GetAtt Topic.TopicName")
    assert deploy(aws, "late", late) == "CREATE_COMPLETE"


def test_removal(aws: Fake) -> None:
    """What a template no longer has goes, as its policy says."""
    deploy(aws, "shop", nest(aws))
    body = nest(aws).replace("  Uploads:", "  Others:").replace("!Ref Uploads", "!Ref Others").replace(" uploads", " o")
    rows = tree(aws, change_set(aws, "shop", body))
    assert (rows["Uploads"]["Action"], rows["Uploads"]["PolicyAction"]) == ("Remove", "Retain")
    assert deploy(aws, "shop", body, "UPDATE") == "UPDATE_COMPLETE"
    assert "uploads" in aws.store.buckets


def test_wrong_child(aws: Fake) -> None:
    """A child whose template is wrong fails the root, which only says where."""
    body = ROOT % (put(aws, "bad.yaml", "Resources: {}"), "uploads", "b")
    described = change_set(aws, "shop", body, "CREATE")
    assert described["Status"] == "FAILED"
    assert described["StatusReason"].endswith("was not successfully created: Currently in FAILED.")


def test_sizes(aws: Fake) -> None:
    """A template over 51,200 bytes must lie in S3, and one over 1 MB nowhere."""
    client = aws.client("cloudformation")
    body = ROOT_ONE % ("x" * 51_200)
    with pytest.raises(ClientError, match="51200"):
        client.validate_template(TemplateBody=body)
    client.validate_template(TemplateURL=put(aws, "long.yaml", body))
    with pytest.raises(ClientError, match="may not exceed"):
        client.validate_template(TemplateURL=put(aws, "longer.yaml", ROOT_ONE % ("x" * 1_048_576)))
    aws.bucket("theirs", owner="999999999999")
    with pytest.raises(ClientError, match="S3 error: Access Denied"):
        client.validate_template(TemplateURL="https://theirs.s3.us-east-1.amazonaws.com/a.yaml")


def test_pages(aws: Fake) -> None:
    """Long answers come in pages, which boto3 puts together."""
    deploy(aws, "shop", nest(aws))
    aws.account.page = 2
    client = aws.client("cloudformation")
    pages = list(client.get_paginator("describe_stack_events").paginate(StackName="shop"))
    assert len(pages) > 3
    assert sum(len(page["StackEvents"]) for page in pages) == len(aws.stack("shop").events)
    (first, second) = client.get_paginator("list_stack_resources").paginate(StackName="shop")
    assert len(first["StackResourceSummaries"]) + len(second["StackResourceSummaries"]) == 3


def test_same_token(aws: Fake) -> None:
    """A request that is sent again with its token has no second effect."""
    client = aws.client("cloudformation")
    asked = {
        "StackName": "shop",
        "ChangeSetName": "one",
        "ChangeSetType": "CREATE",
        "TemplateBody": nest(aws),
        "ClientToken": "t",
        "Capabilities": EVERYTHING,
    }
    one, other = client.create_change_set(**asked), client.create_change_set(**asked)
    assert one["Id"] == other["Id"]
    with pytest.raises(ClientError, match="AlreadyExists"):
        client.create_change_set(**asked | {"ClientToken": "u"})
    aws.clock.sleep(60)
    for _ in range(2):
        client.execute_change_set(ChangeSetName=one["Id"], ClientRequestToken="e", DisableRollback=False)
    aws.settle()
    assert [event.status for event in aws.stack("shop").events if event.logical_id == "shop"] == [
        "REVIEW_IN_PROGRESS",
        "CREATE_IN_PROGRESS",
        "CREATE_COMPLETE",
    ]
