"""The real gateway, led to the fake: boto3 itself runs, and nothing waits."""

from tasktracker_cfn.deploy.aws.gateway import Access, Gateway
from tests.aws.fake import Fake


def access_to(aws: Fake) -> Access:
    """Give the way to the fake."""
    session = aws.session()
    return Access(
        region=session["region_name"],
        endpoint_url=aws.url,
        access_key=session["aws_access_key_id"],
        secret_key=session["aws_secret_access_key"],
        session_token=session["aws_session_token"],
    )


def gateway_to(aws: Fake) -> Gateway:
    """Give a gateway whose repetitions are spread evenly, so that a test sees the same waits every time."""
    return Gateway(access_to(aws), aws.clock, chance=lambda: 0.5)
