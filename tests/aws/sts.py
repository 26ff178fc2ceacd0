"""STS: who is asking."""

from typing import Any

from tests.aws.account import Account


class StsCalls:
    """One method for each operation, named as boto3 names it."""

    def __init__(self, account: Account) -> None:
        """Work for an account."""
        self.account = account

    def get_caller_identity(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Tell who is asking."""
        arn = f"arn:aws:iam::{self.account.id}:user/{self.account.user}"
        return {"UserId": "AIDAFAKEFAKEFAKEFAKE", "Account": self.account.id, "Arn": arn}
