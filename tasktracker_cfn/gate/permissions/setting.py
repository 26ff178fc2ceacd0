"""Where a nest will be deployed, as far as the user says so."""

from typing import NamedTuple

BUCKET = "${TemplateBucket}"


class Setting(NamedTuple):
    """The name of the root stack, and where it will be.

    What the user does not say stays a placeholder of Fn::Sub, which IAM refuses: a policy that is pasted
    without its account is an error, and not a policy for every account.
    """

    stack: str
    partition: str = "${AWS::Partition}"
    region: str = "${AWS::Region}"
    account: str = "${AWS::AccountId}"
    # Where the templates of nested stacks lie.
    bucket: str = BUCKET

    def arn(self, service: str, resource: str, *, regional: bool = True) -> str:
        """Give an ARN in this place."""
        return f"arn:{self.partition}:{service}:{self.region if regional else ''}:{self.account}:{resource}"

    def filled(self, form: str) -> str:
        """Give an ARN of a form that the list of actions writes."""
        place = {"${Partition}": self.partition, "${Region}": self.region, "${Account}": self.account}
        for name, value in place.items():
            form = form.replace(name, value)
        return form
