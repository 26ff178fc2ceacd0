"""How every call to AWS is made, as far as it needs no AWS: the words that the gateway's parts are written with."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.errors import AwsError

Answer = Mapping[str, object]
# Pages of one answer. AWS's limits end long before: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
MOST_PAGES = 10_000


class Caller(ABC):
    """What can call AWS."""

    @abstractmethod
    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Answer:
        """Call an operation (``describe_stacks``), again while that can help; None among parameters is left out.

        :raises AwsError: when AWS says no, or nothing
        """

    def pages(
        self, service: str, operation: str, parameters: Mapping[str, object], following: str = "NextToken"
    ) -> Iterator[Answer]:
        """Give an answer page by page; `following` is the name with which the next one is asked for.

        :raises AwsError: as `call`, and when pages have no end
        """
        token: str | None = None
        for _ in range(MOST_PAGES):
            page = self.call(service, operation, {**parameters, following: token})
            yield page
            value = page.get(following)
            if not value:
                return
            if value == token:
                break
            token = str(value)
        message = f"answers with the same page again, or with more than {MOST_PAGES} pages"
        raise AwsError(operation, "", message)


def pairs(values: Mapping[str, str], key: str = "Key", value: str = "Value") -> Sequence[Mapping[str, str]]:
    """Give a mapping in the form that AWS takes it in."""
    return [{key: name, value: content} for name, content in values.items()]
