"""The traps that no rule decides: a goal does, cfn-lint does, a comparison with what is deployed, or nothing can."""

from collections.abc import Mapping
from typing import NamedTuple


class Elsewhere(NamedTuple):
    """One trap by its number, what it is, and why no rule decides it."""

    row: str
    what: str
    why: str


# Those that security goals decide, by the goals' ids.
BY_GOALS: Mapping[str, tuple[str, ...]] = {
    "D17": ("database-private",),
    "D24": ("database-deletion-protection",),
    "D27": ("database-tls",),
    "F07": ("response-headers-policy",),
    "F16": ("origins-use-https", "distribution-certificate"),
    "G01": ("explicit-egress",),
    "G08": ("only-web-ports-open", "no-open-risky-ports"),
    "I03": ("valid-policies",),
    "L10": ("https-only",),
    "O01": ("topic-encryption",),
}

LINTED = "cfn-lint finds it"
COMPARED = "it shows only beside what is deployed already, so it belongs to the review of a change set"

ELSEWHERE: tuple[Elsewhere, ...] = (
    Elsewhere("B11", "A bucket that is not empty cannot be deleted", "no template tells whether a bucket will be full"),
    Elsewhere("D23", "An instance class that Aurora does not have", f"{LINTED}: E3025"),
    Elsewhere("D26", "A new major version of a database needs a new parameter group at once", COMPARED),
    Elsewhere(
        "E27", "The first cluster of an account races the role that ECS makes", "it is the account's; see README"
    ),
    Elsewhere("F22", "A certificate that is replaced needs its DNS records again", COMPARED),
    Elsewhere("G02", "Inline rules of security groups that name each other", f"{LINTED} in a template: E3004"),
    Elsewhere("G09", "A new description of a security group replaces it while it is in use", COMPARED),
    Elsewhere(
        "K17",
        "An edge to a resource that is not made is dropped for the linter's sake, and with it the order",
        "the edge is no fault to AWS; what is lost without it the rules about order find",
    ),
    Elsewhere("O14", "A retention that CloudWatch does not know", f"{LINTED}: E3030"),
    Elsewhere("S02", "A macro without its capability", "the same as K09: the capabilities of the whole tree"),
    Elsewhere("W04", "A metric name with characters that WAF does not take", f"{LINTED}: E3031"),
    Elsewhere("X08", "What a cache cannot change without being replaced", COMPARED),
)
