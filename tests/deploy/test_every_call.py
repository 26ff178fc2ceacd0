"""Throttling, lost answers and expired credentials at every call that the gateway has."""

from contextlib import suppress

import pytest

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.errors import AwsError, CredentialsError, ThrottledError, UnreachableError
from tests.aws.fake import Fake
from tests.deploy.every_call import CALLS

OF_S3 = {"bucket_is_there", "store_time", "stored", "put", "object_versions"}


def throttling(name: str) -> str:
    """Give the code with which the service of a call says that calls are too many."""
    return "SlowDown" if name in OF_S3 else "ThrottlingException"


@pytest.mark.parametrize("name", CALLS)
def test_throttling_is_waited_for(aws: Fake, gateway: Gateway, name: str) -> None:
    """Every call that is throttled is made again until AWS answers, if only that there is no such thing."""
    aws.fault("*", throttling(name), times=4)
    with suppress(AwsError):
        CALLS[name](gateway)
    assert [bool(call.error) for call in aws.calls[:4]] == [True] * 4
    assert len(aws.calls) > 4
    assert len({(call.operation, str(call.parameters)) for call in aws.calls[:5]}) == 1


@pytest.mark.parametrize("name", CALLS)
def test_throttling_without_end_is_an_error_of_its_own(aws: Fake, gateway: Gateway, name: str) -> None:
    """Every call gives up in the end, within minutes, and says why."""
    aws.fault("*", throttling(name), times=1_000)
    began = aws.clock.now()
    with pytest.raises(ThrottledError):
        CALLS[name](gateway)
    assert len(aws.calls) == 12
    assert (aws.clock.now() - began).total_seconds() < 300


@pytest.mark.parametrize("name", CALLS)
def test_a_connection_that_is_cut_is_made_again(aws: Fake, gateway: Gateway, name: str) -> None:
    """Every call without an answer is made again, with the same parameters and so with the same token."""
    aws.lose_request("*", times=2)
    with suppress(AwsError):
        CALLS[name](gateway)
    assert [call.error for call in aws.calls[:2]] == ["lost", "lost"]
    assert len({(call.operation, str(call.parameters)) for call in aws.calls[:3]}) == 1


@pytest.mark.parametrize("name", CALLS)
def test_no_answer_is_an_error_of_its_own(aws: Fake, gateway: Gateway, name: str) -> None:
    """Every call that nobody answers ends, and says that its effect is not known."""
    aws.lose_request("*", times=1_000)
    with pytest.raises(UnreachableError):
        CALLS[name](gateway)
    assert len(aws.calls) == 6


@pytest.mark.parametrize("name", CALLS)
def test_expired_credentials_are_an_error_of_their_own(aws: Fake, gateway: Gateway, name: str) -> None:
    """Every call with expired credentials is made once, and the message says to renew them."""
    aws.expire_credentials()
    with pytest.raises(CredentialsError, match="renew them"):
        CALLS[name](gateway)
    # A HEAD is refused without a reason, and who asks is asked for.
    assert len(aws.calls) == (2 if name in {"bucket_is_there", "store_time", "stored"} else 1)
