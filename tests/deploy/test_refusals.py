"""What AWS's refusals mean, by the codes and the texts that it sends."""

import pytest

from tasktracker_cfn.deploy.aws.pacing import LONGEST_WAIT, Pace, wait
from tasktracker_cfn.deploy.aws.refusals import Refusal, error, may_pass
from tasktracker_cfn.errors import (
    AwsError,
    ConflictError,
    CredentialsError,
    DeniedError,
    ExistsError,
    NotThereError,
    ThrottledError,
    TokenError,
    UnreachableError,
)

REFUSALS = [
    ("Throttling", "Rate exceeded", 400, ThrottledError),
    ("ThrottlingException", "Rate exceeded", 400, ThrottledError),
    ("SlowDown", "Please reduce your request rate.", 503, ThrottledError),
    ("ValidationError", "Rate exceeded", 400, ThrottledError),
    ("ExpiredToken", "The security token included in the request is expired", 403, CredentialsError),
    ("InvalidClientTokenId", "The security token included in the request is invalid.", 403, CredentialsError),
    ("SignatureDoesNotMatch", "Signature expired: 20260801T1 is now earlier than 20260801T2", 403, CredentialsError),
    ("RequestTimeTooSkewed", "The difference between the request time ...", 403, CredentialsError),
    ("AccessDenied", "User: arn:aws:iam::1:user/u is not authorized to perform: x", 403, DeniedError),
    ("403", "Forbidden", 403, DeniedError),
    ("ValidationError", "Stack with id notes-dev does not exist", 400, NotThereError),
    ("ValidationError", "Stack [notes-dev] does not exist", 400, NotThereError),
    ("ChangeSetNotFound", "ChangeSet [arn] does not exist", 404, NotThereError),
    ("404", "Not Found", 404, NotThereError),
    ("ClusterNotFoundException", "Cluster not found.", 400, NotThereError),
    ("ResourceNotFoundException", "The specified log group does not exist.", 400, NotThereError),
    (
        "InvalidChangeSetStatus",
        "ChangeSet [arn] cannot be executed in its current status of [OBSOLETE]",
        400,
        ConflictError,
    ),
    ("ValidationError", "Stack:arn is in UPDATE_IN_PROGRESS state and can not be updated.", 400, ConflictError),
    ("OperationInProgressException", "Another operation is in progress", 409, ConflictError),
    ("AlreadyExistsException", "ChangeSet plan-1 already exists", 400, ExistsError),
    ("TokenAlreadyExistsException", "Token already used", 400, TokenError),
    ("InternalFailure", "", 500, UnreachableError),
    ("Whatever", "", 503, UnreachableError),
    ("ValidationError", "Template format error: Unresolved resource dependencies [Vpc]", 400, AwsError),
    ("ValidationError", "Parameters: [Image] do not exist in the template", 400, AwsError),
    ("ValidationError", "Stack [n] cannot be deleted while TerminationProtection is enabled", 400, AwsError),
    ("LimitExceededException", "Limit of change sets", 400, AwsError),
]


@pytest.mark.parametrize(("code", "message", "status", "kind"), REFUSALS)
def test_a_refusal_has_its_own_error(code: str, message: str, status: int, kind: type[AwsError]) -> None:
    """Each code, and each text where AWS has no code, becomes the error that it is, and no other."""
    found = error(Refusal("CreateChangeSet", code, message, status))
    assert type(found) is kind
    assert (found.operation, found.code, found.message) == ("CreateChangeSet", code, message)
    assert found.exit_code == 3


@pytest.mark.parametrize(("code", "message", "status", "kind"), REFUSALS)
def test_only_what_can_pass_is_repeated(code: str, message: str, status: int, kind: type[AwsError]) -> None:
    """Throttling and failures of AWS's own are repeated, and nothing that would be refused again."""
    assert may_pass(Refusal("CreateChangeSet", code, message, status)) == (kind in {ThrottledError, UnreachableError})


def test_the_remedy_fits_the_service() -> None:
    """A refusal of S3 speaks of the bucket, one of CloudFormation of the permission."""
    assert "belongs to another account" in str(error(Refusal("PutObject", "AccessDenied", "Access Denied", 403, "s3")))
    assert "permissions ROOT --caller" in str(error(Refusal("CreateChangeSet", "AccessDenied", "no", 403)))


def test_what_aws_says_cannot_give_orders_to_a_terminal() -> None:
    """Control characters in a message of AWS are shown, not sent, and a long message is cut."""
    said = str(AwsError("CreateChangeSet", "ValidationError", "a\x1b[2J" + "x" * 5_000))
    assert "\x1b" not in said
    assert len(said) < 1_200


def test_waits_grow_and_end() -> None:
    """Each wait is longer than the last up to a limit, and chance spreads it by half."""
    waits = [wait(attempt, 1.0) for attempt in range(12)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert wait(3, 0.0) == wait(3, 1.0) / 2


def test_a_pace_is_found_again() -> None:
    """Throttling makes the gap larger up to a limit, answers smaller until there is none."""
    pace = Pace()
    assert pace.faster() == Pace(0.0)
    for _ in range(20):
        pace = pace.slower()
    assert pace == Pace(5.0)
    for _ in range(30):
        pace = pace.faster()
    assert pace == Pace(0.0)
