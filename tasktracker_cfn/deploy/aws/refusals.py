"""What a refusal of AWS means: from its code, its text and its HTTP status to one of this project's errors.

The codes are those that botocore reads from the answers, which by its model are not always the names of the exceptions:
ChangeSetNotFoundException comes as ChangeSetNotFound. Both are understood.
"""

from typing import NamedTuple

from tasktracker_cfn.deploy import masking
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

# As botocore's own retries have them: botocore/retries/standard.py
THROTTLED = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "RequestThrottled",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException.Throttling",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
        "429",
        # What a HEAD, which has no body, says for SlowDown.
        "503",
    }
)
PASSING = frozenset(
    {"RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure", "InternalServerError"}
    | {"ServiceUnavailable", "ServiceUnavailableException", "ServerException"}
)
PASSING_STATUSES = frozenset({500, 502, 503, 504})
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"})
WRONG_KEYS = frozenset(
    {"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "AuthFailure", "InvalidToken"}
    | {"MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotSignedUp", "OptInRequired"}
)
SIGNATURE = frozenset({"SignatureDoesNotMatch", "InvalidSignatureException", "IncompleteSignature"})
SKEWED = frozenset({"RequestTimeTooSkewed", "RequestInTheFuture"})
DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException", "403"})
ABSENT = frozenset(
    {
        "ChangeSetNotFound",
        "ChangeSetNotFoundException",
        "StackNotFoundException",
        "NoSuchBucket",
        "NoSuchKey",
        "NotFound",
        "404",
        "NoSuchVersion",
    }
    | {"ClusterNotFoundException", "ServiceNotFoundException", "ResourceNotFoundException", "ResourceNotFound"}
    | {"HookResultNotFound"}
)
CONFLICT = frozenset(
    {"InvalidChangeSetStatus", "InvalidChangeSetStatusException", "OperationInProgressException"}
    | {"InvalidStateTransition", "InvalidStateTransitionException"}
)
EXISTS = frozenset({"AlreadyExistsException", "NameAlreadyExistsException"})
TOKEN = frozenset({"TokenAlreadyExistsException", "OperationIdAlreadyExistsException"})

RENEW = "renew them (aws sso login, or new keys) and run the same command again: it goes on where it stopped"
CLOCK = "the clock of this machine is wrong: set it, and run the same command again"
# A HEAD has no body, so S3 cannot say why: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
UNSAID = "S3 gives no reason here; most often the credentials have expired: renew them and run the same command again"
KEYS = "check which credentials are used: aws sts get-caller-identity"
WAIT = "wait some minutes and run the same command again: it goes on where it stopped"
UNKNOWN = "whether it happened is not known; run the same command again: it finds out, and does nothing twice"


class Refusal(NamedTuple):
    """What AWS answered: the operation as AWS writes it, code, text, HTTP status, and the service."""

    operation: str
    code: str
    message: str
    status: int = 400
    service: str = "cloudformation"


def may_pass(refusal: Refusal) -> bool:
    """Tell whether the same call may be answered otherwise in a moment."""
    return is_throttling(refusal) or refusal.code in PASSING or refusal.status in PASSING_STATUSES


def is_throttling(refusal: Refusal) -> bool:
    """Tell whether there were too many calls."""
    return refusal.code in THROTTLED or refusal.message.startswith("Rate exceeded")


def error(refusal: Refusal) -> AwsError:
    """Give the error that a refusal is."""
    kind, remedy = _kind(refusal)
    return kind(refusal.operation, refusal.code, masking.text(refusal.message), remedy)


def _kind(refusal: Refusal) -> tuple[type[AwsError], str]:
    code, text = refusal.code, refusal.message
    if is_throttling(refusal):
        return ThrottledError, WAIT
    if remedy := _of_credentials(code, text.lower()):
        return CredentialsError, remedy
    if code in DENIED:
        return DeniedError, _denied(refusal)
    if code in ABSENT or (code == "ValidationError" and _says_absent(text)):
        return NotThereError, ""
    if code in CONFLICT or (code == "ValidationError" and _says_conflict(text)):
        return ConflictError, ""
    if code in PASSING or refusal.status in PASSING_STATUSES:
        return UnreachableError, UNKNOWN
    return (ExistsError if code in EXISTS else TokenError if code in TOKEN else AwsError), ""


def _of_credentials(code: str, text: str) -> str:
    """Give what to do about credentials, or nothing when they are not at fault."""
    if code in SKEWED or (code in SIGNATURE and ("expired" in text or "not yet current" in text)):
        return CLOCK
    if code in EXPIRED:
        return RENEW
    if code == "400":
        return UNSAID
    return KEYS if code in WRONG_KEYS | SIGNATURE else ""


def _denied(refusal: Refusal) -> str:
    if refusal.service == "s3":
        return "the bucket belongs to another account than the credentials, or they may not use it"
    return "the caller needs that permission: python -m tasktracker_cfn permissions ROOT --caller shows them all"


def _says_absent(text: str) -> bool:
    """Tell whether a stack is not there; CloudFormation has no code for that.

    ``Stack with id x does not exist``, ``Stack [x] does not exist``, and of a template ``... does not exist``.
    """
    return text.rstrip(". ").endswith("does not exist") and "Stack" in text


def _says_conflict(text: str) -> bool:
    """Tell whether the stack's status is in the way: ``Stack:... is in X state and can not be updated``.

    Or of a policy: ``Stack policy cannot be set on stack [x] in state X``.
    """
    in_the_way = "is in " in text and "state and can" in text
    return in_the_way or "already in progress" in text or ("Stack policy cannot be set" in text and "in state" in text)
