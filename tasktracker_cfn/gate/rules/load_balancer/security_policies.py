"""TLS policies that there are not."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import LISTENER
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System

TLS13 = ("1-0", "1-1", "1-2", "1-2-Res", "1-2-Ext1", "1-2-Ext2", "1-3")
FIPS = ("1-0", "1-1", "1-2", "1-2-Res", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-3")
POLICIES = frozenset(
    {
        *(f"ELBSecurityPolicy-TLS13-{name}-2021-06" for name in TLS13),
        *(f"ELBSecurityPolicy-TLS13-{name}-FIPS-2023-04" for name in FIPS),
        "ELBSecurityPolicy-2015-05",
        "ELBSecurityPolicy-2016-08",
        "ELBSecurityPolicy-TLS-1-0-2015-04",
        "ELBSecurityPolicy-TLS-1-1-2017-01",
        "ELBSecurityPolicy-TLS-1-2-2017-01",
        "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
        "ELBSecurityPolicy-FS-2018-06",
        "ELBSecurityPolicy-FS-1-1-2019-08",
        "ELBSecurityPolicy-FS-1-2-2019-08",
        "ELBSecurityPolicy-FS-1-2-Res-2019-08",
        "ELBSecurityPolicy-FS-1-2-Res-2020-10",
    }
)
# AWS adds some each year; the list above is complete up to 2024, and says nothing of later ones.
LATER = re.compile(r"ELBSecurityPolicy-TLS[A-Za-z0-9-]*-20(2[5-9]|[3-9]\d)-\d\d")


@rule(
    "listener-tls-policy-exists",
    rows="L07",
    severity="error",
    why="The schema takes any text, and Elastic Load Balancing only the names of its own TLS policies.",
    remedy="Name a policy as AWS's page writes it, such as ELBSecurityPolicy-TLS13-1-2-2021-06.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
)
def security_policies(system: System) -> Iterator[Fault]:
    """A listener's TLS policy is one that AWS has."""
    for listener in system.of(LISTENER):
        name = known_text(listener.get("SslPolicy"))
        if name is not None and name not in POLICIES and not LATER.fullmatch(name):
            yield Fault(listener, f"has the TLS policy {name!r}, which does not exist", "SslPolicy")
