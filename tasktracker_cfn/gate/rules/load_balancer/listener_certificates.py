"""A certificate that a listener cannot use."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import LISTENER
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import Item, System, follow

ARN = re.compile(
    r"arn:aws[a-z-]*:(acm:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):certificate/.+|iam::\d{12}:server-certificate/.+)"
)
# Accounts that AWS's documentation writes where nobody's is meant.
NOBODY = frozenset({"000000000000", "111111111111", "111122223333", "123456789012"})


@rule(
    "listener-certificate-usable",
    rows="L06",
    severity="error",
    why="A listener is created only with one certificate, of its own region, by its whole ARN.",
    remedy="Give one certificate's ARN as a parameter, and do without the HTTPS listener where there is none.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
)
def listener_certificates(system: System) -> Iterator[Fault]:
    """A listener has one certificate, by an ARN of ACM in its region or of IAM."""
    for listener in _listeners(system):
        entries = listener.listed("Certificates")
        if len(entries) > 1:
            yield Fault(listener, f"has {len(entries)} certificates instead of one", "Certificates", 1)
        for number, arn in _known(listener):
            problem = _problem(arn, system.region)
            if problem:
                yield Fault(listener, f"has a certificate that {problem}", "Certificates", number, "CertificateArn")


@rule(
    "listener-certificate-real",
    rows="L06",
    severity="warning",
    why="A placeholder has the form of an ARN, and the listener with it is refused when it is created.",
    remedy="Give the real certificate's ARN when deploying, or in a file of parameters.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
)
def real_certificates(system: System) -> Iterator[Fault]:
    """A listener's certificate is not a placeholder of an example's account."""
    for listener in _listeners(system):
        for number, arn in _known(listener):
            found = ARN.fullmatch(arn)
            if found is not None and found["account"] in NOBODY:
                message = f"has the certificate {arn}, which is a placeholder"
                yield Fault(listener, message, "Certificates", number, "CertificateArn")


def _listeners(system: System) -> Iterator[Item]:
    # One with a condition may not exist for the values that are known.
    yield from (listener for listener in system.of(LISTENER) if system.exists(listener))


def _known(listener: Item) -> Iterator[tuple[int, str]]:
    for number, entry in enumerate(listener.listed("Certificates")):
        arn = known_text(follow(entry, "CertificateArn"))
        if arn is not None:
            yield number, arn


def _problem(arn: str, region: str | None) -> str | None:
    found = ARN.fullmatch(arn)
    if found is None:
        return f"is no ARN of a certificate: {arn!r}"
    if found["region"] and region and found["region"] != region:
        return f"is in {found['region']} and not in {region}"
    return None
