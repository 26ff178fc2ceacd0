"""What AWS takes as a stack policy, and when."""

import json
from collections.abc import Mapping

import pytest
from botocore.exceptions import ClientError

from tests.aws.fake import Fake

TEMPLATE = "Resources: {Topic: {Type: AWS::SNS::Topic}}"
POLICY: Mapping[str, object] = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}


def policy(length: int) -> str:
    """Give a policy of a length."""
    body = json.dumps({"Statement": [POLICY]})
    return body + " " * (length - len(body))


def test_length(aws: Fake) -> None:
    """A policy of 16,384 characters is taken, and a longer one is not."""
    client = aws.client("cloudformation")
    client.create_stack(StackName="shop", TemplateBody=TEMPLATE)
    aws.settle()
    client.set_stack_policy(StackName="shop", StackPolicyBody=policy(16_384))
    with pytest.raises(ClientError, match="length less than or equal to 16384"):
        client.set_stack_policy(StackName="shop", StackPolicyBody=policy(16_385))
    assert len(aws.stack("shop").policy or "") == 16_384


def test_not_while_something_is_under_way(aws: Fake) -> None:
    """During an operation no policy can be set."""
    client = aws.client("cloudformation")
    client.create_stack(StackName="shop", TemplateBody=TEMPLATE)
    with pytest.raises(ClientError, match="CREATE_IN_PROGRESS"):
        client.set_stack_policy(StackName="shop", StackPolicyBody=policy(200))
    aws.settle()
    client.set_stack_policy(StackName="shop", StackPolicyBody=policy(200))
