"""Pages of answers, and what is left out of a request."""

from collections.abc import Mapping

import pytest

from tasktracker_cfn.deploy.aws.calling import Caller, pairs
from tasktracker_cfn.errors import AwsError


class Book(Caller):
    """Answers with pages, one after the other."""

    def __init__(self, *tokens: str | None) -> None:
        """Take the token with which each page ends."""
        self.tokens = tokens
        self.asked: list[object] = []

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Mapping[str, object]:
        """Give the next page."""
        self.asked.append(parameters["NextToken"])
        return {"Page": len(self.asked), "NextToken": self.tokens[min(len(self.asked), len(self.tokens)) - 1]}


def test_pages_are_followed_to_the_last() -> None:
    """Each page is asked for with the token of the one before, and an empty token ends them."""
    book = Book("a", "b", "")
    assert [page["Page"] for page in book.pages("logs", "any", {})] == [1, 2, 3]
    assert book.asked == [None, "a", "b"]


def test_pages_are_asked_for_when_they_are_needed() -> None:
    """Whoever stops reading asks for no further page."""
    book = Book("a", "b", None)
    next(book.pages("logs", "any", {}))
    assert book.asked == [None]


def test_pages_that_repeat_themselves_end_in_an_error() -> None:
    """A token that comes back is an error, and not a shorter answer."""
    with pytest.raises(AwsError, match="the same page again"):
        list(Book("a", "a").pages("logs", "any", {}))


def test_mappings_become_pairs() -> None:
    """Tags are handed over in AWS's form."""
    assert pairs({"Project": "notes"}) == [{"Key": "Project", "Value": "notes"}]
