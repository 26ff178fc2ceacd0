"""Nests that are left as they failed, and what AWS takes of them afterwards."""

from typing import Literal

import pytest
from botocore.exceptions import ClientError

from tests.aws.fake import Fake
from tests.aws.packing import change_set, deploy
from tests.aws.sample import nest


def test_failed_rollback(aws: Fake) -> None:
    """A rollback that fails is continued, by itself when the reason is gone, or over what is skipped."""
    client = aws.client("cloudformation")
    for name in ("shop", "other"):
        is_first = name == "shop"
        deploy(aws, name, nest(aws, bucket=name))
        aws.break_resource("Data/Database/Settings", "locked", on="rollback", times=1 if is_first else 9)
        aws.break_resource("Note", "no", on="update")
        parameters = [{"ParameterKey": "Family", "ParameterValue": "postgres17"}]
        body = nest(aws, bucket=name, encrypted="false").replace("Type: String, Value", "Type: StringList, Value")
        aws.break_resource("Data/Database/Database", "no", on="create")
        status = deploy(aws, name, body, "UPDATE", Parameters=parameters)
        assert status == "UPDATE_ROLLBACK_FAILED"
        assert aws.stack(f"{name}/Data/Database").status == "UPDATE_ROLLBACK_FAILED"
        # By the name of the nested stack at any depth: no way of logical ids, no id alone, nothing that did not fail.
        settings = f"{aws.stack(f'{name}/Data/Database').name}.Settings"
        for wrong in ("Uploads", "Settings", "Data.Database.Settings", "Database.Settings", "Note"):
            with pytest.raises(ClientError, match="because a rollback failed"):
                client.continue_update_rollback(StackName=name, ResourcesToSkip=[wrong])
        skip = [] if is_first else [settings]
        client.continue_update_rollback(StackName=name, ResourcesToSkip=skip)
        aws.settle()
        assert aws.stack(name).status == "UPDATE_ROLLBACK_COMPLETE", aws.stack(name).reason
        aws.mend_resource("Note")
        aws.mend_resource("Data/Database/Settings")
        aws.mend_resource("Data/Database/Database")


def test_left_as_failed(aws: Fake) -> None:
    """Without rollback nothing is replaced, and a stack stays as it failed, until it is rolled back or goes on so."""
    client = aws.client("cloudformation")
    deploy(aws, "shop", nest(aws))
    for recover in ("roll back", "go on"):
        made = change_set(aws, "shop", nest(aws, encrypted="false"))
        client.execute_change_set(ChangeSetName=made["ChangeSetId"], DisableRollback=True)
        aws.settle()
        assert aws.stack("shop").status == aws.stack("shop/Data").status == "UPDATE_FAILED"
        assert "Replacement type" in aws.stack("shop/Data/Database").resources["Database"].reason
        if recover == "go on":
            with pytest.raises(ClientError, match="non-terminal"):
                deploy(aws, "shop", nest(aws, encrypted="false"), "UPDATE")
            client.update_stack(
                StackName="shop", TemplateBody=nest(aws), DisableRollback=True, Capabilities=["CAPABILITY_NAMED_IAM"]
            )
            aws.settle()
            assert aws.stack("shop").status == "UPDATE_COMPLETE"
            assert aws.stack("shop/Data/Database").status == "UPDATE_COMPLETE"
            assert "ChangeSetId" not in client.describe_stacks(StackName="shop")["Stacks"][0]
        else:
            client.rollback_stack(StackName="shop")
            aws.settle()
            assert aws.stack("shop").status == "UPDATE_ROLLBACK_COMPLETE"


@pytest.mark.parametrize("failed_nest", ["continued", "made anew"])
def test_creation_left_as_failed(aws: Fake, failed_nest: Literal["continued", "made anew"]) -> None:
    """A creation goes on past what fails, and is resumed with rollback off, or rolled back until nothing is left."""
    client = aws.client("cloudformation")
    aws.world.failed_nest = failed_nest
    for name in ("shop", "other"):
        aws.break_resource("Data/Database/Database", "no")
        made = change_set(aws, name, nest(aws, bucket=name), "CREATE")
        client.execute_change_set(ChangeSetName=made["ChangeSetId"], DisableRollback=True)
        aws.settle()
        assert aws.stack(name).status == aws.stack(f"{name}/Data").status == "CREATE_FAILED"
        assert aws.stack(name).resources["Uploads"].status == "CREATE_COMPLETE"
    client.rollback_stack(StackName="other", RetainExceptOnCreate=True)
    made = change_set(aws, "shop", nest(aws, bucket="shop"))
    client.execute_change_set(ChangeSetName=made["ChangeSetId"], DisableRollback=True)
    aws.settle()
    assert aws.stack("other").status == "DELETE_COMPLETE"
    assert aws.stack("shop").status == "UPDATE_COMPLETE"
    new = "UPDATE_COMPLETE" if failed_nest == "continued" else "CREATE_COMPLETE"
    assert aws.stack("shop/Data").status == new


def test_creation_left_by_on_stack_failure(aws: Fake) -> None:
    """What OnStackFailure, and not DisableRollback, has left as it failed is never updated again."""
    client = aws.client("cloudformation")
    aws.break_resource("Data/Database/Database", "no")
    made = change_set(aws, "shop", nest(aws), "CREATE", OnStackFailure="DO_NOTHING")
    client.execute_change_set(ChangeSetName=made["ChangeSetId"])
    aws.settle()
    made = change_set(aws, "shop", nest(aws))
    with pytest.raises(ClientError, match="on-failure: DO_NOTHING"):
        client.execute_change_set(ChangeSetName=made["ChangeSetId"], DisableRollback=True)
