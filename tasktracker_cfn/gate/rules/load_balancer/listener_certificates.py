"""A certificate that a listener cannot use."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.conditional import is_unconditional
from tasktracker_cfn.gate.rules.load_balancer.balancers import LISTENER
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System, follow

ARN = re.compile(
    r"arn:aws[a-z-]*:(acm:(?P<region>[a-z0-9-]+):(?P<account>\d{12}):certificate/.+|iam::\d{12}:server-certificate/.+)"
)
# Accounts that AWS's documentation writes where nobody's is meant.
NOBODY = frozenset({"000000000000", "111111111111", "111122223333", "123456789012"})


@rule(
    "listener-certificate-usable",
    rows="L06",
    severity="error",
    why="A listener is created only with one certificate that exists in its own region and account and is issued.",
    remedy="Give one certificate's ARN as a parameter, and do without the HTTPS listener where there is none.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
)
def listener_certificates(system: System) -> Iterator[Fault]:
    """A listener's certificate is one that can be there: an ARN of this region, of somebody's account."""
    for listener in system.of(LISTENER):
        # With a condition it may not exist for the values that are known.
        if not is_unconditional(system, listener):
            continue
        entries = listener.listed("Certificates")
        if len(entries) > 1:
            yield Fault(listener, f"has {len(entries)} certificates instead of one", "Certificates", 1)
        for number, entry in enumerate(entries):
            arn = known_text(follow(entry, "CertificateArn"))
            problem = None if arn is None else _problem(arn, system.region)
            if problem:
                yield Fault(listener, f"has a certificate that {problem}", "Certificates", number, "CertificateArn")


def _problem(arn: str, region: str | None) -> str | None:
    if arn.startswith("{{resolve:"):
        return None
    found = ARN.fullmatch(arn)
    if found is None:
        return f"is no ARN of a certificate: {arn!r}"
    if found["account"] in NOBODY:
        return f"is only an example: {arn}"
    if found["region"] and region and found["region"] != region:
        return f"is in {found['region']} and not in {region}"
    return None
