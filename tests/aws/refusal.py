"""The one way in which a service says no."""

# What AWS answers with something other than 400.
STATUSES = {
    "AccessDenied": 403,
    "ExpiredToken": 403,
    "ExpiredTokenException": 403,
    "InvalidClientTokenId": 403,
    "SignatureDoesNotMatch": 403,
    "RequestTimeTooSkewed": 403,
    "InternalFailure": 500,
    "InternalError": 500,
    "ServiceUnavailable": 503,
    "SlowDown": 503,
}


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """A service's error: its code, its message, and the status of the answer."""

    def __init__(self, code: str, message: str, status: int = 0) -> None:
        """Keep what the answer says; without a status it is the one that AWS gives with the code."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status or STATUSES.get(code, 400)


def invalid(message: str) -> Refused:
    """Give CloudFormation's favourite error."""
    return Refused("ValidationError", message)
