"""A load balancer's log bucket that does not let it write."""

import re
from collections.abc import Callable, Iterator

from tasktracker_cfn.gate.rules.load_balancer.balancers import BALANCER, attribute_index, buckets_of, kind
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_text, outline
from tasktracker_cfn.model.policies.buckets import may_write_below
from tasktracker_cfn.model.policies.documents import Entry
from tasktracker_cfn.model.policies.granting import may_admit
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import System, follow

SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"
ON_OUTPOSTS = "logdelivery.elb.amazonaws.com"
OF_NETWORK = "delivery.logs.amazonaws.com"
ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")
# The accounts that write in the regions that are older than August 2022; the later ones have the service only.
ACCOUNTS = {
    "af-south-1": "098369216593",
    "ap-east-1": "754344448648",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-northeast-3": "383597477331",
    "ap-south-1": "718504428378",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-southeast-3": "589379963580",
    "ca-central-1": "985666609251",
    "cn-north-1": "638102146993",
    "cn-northwest-1": "037604701340",
    "eu-central-1": "054676820928",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "eu-west-1": "156460612806",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "me-south-1": "076674570225",
    "sa-east-1": "507241528517",
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-gov-east-1": "190560391635",
    "us-gov-west-1": "048591011584",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
}


@rule(
    "balancer-logs-admitted",
    rows="L01",
    severity="error",
    misses=True,
    why="The load balancer writes a test object when its logs are switched on, and is not created when it may not.",
    remedy="Allow s3:PutObject on <bucket ARN>/<prefix>/AWSLogs/<account>/* for the service that delivers the logs.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
)
def log_bucket_policy(system: System) -> Iterator[Fault]:
    """A load balancer's log bucket lets the load balancer write below its prefix."""
    for balancer in system.of(BALANCER):
        admits = _admits(kind(balancer), system.region)
        for log, bucket, prefix in buckets_of(system, balancer):
            begin = "" if prefix in (None, "") else known_text(prefix)
            # What prefix a symbol stands for is not known, nor whether the policy names the same.
            key = "" if begin is None else f"{begin}/AWSLogs/".lstrip("/")
            granted, near = may_write_below(system, bucket, admits, key)
            if not granted:
                where = f" below {key}" if near and key else ""
                place = attribute_index(balancer, "LoadBalancerAttributes", f"{log}.s3.bucket")
                message = f"writes its {log.replace('_', ' ')} to {bucket}, whose policy does not let it write{where}"
                yield Fault(balancer, message, "LoadBalancerAttributes", place)


def _admits(balancer_kind: str | None, region: str | None) -> Callable[[Entry | None], bool]:
    of_application = (SERVICE, ON_OUTPOSTS)
    known = {"application": of_application, "network": (OF_NETWORK,)}
    services = known.get(balancer_kind or "", (*of_application, OF_NETWORK))

    def admits(entry: Entry | None) -> bool:
        if may_admit(entry, *services):
            return True
        # The older way is to allow an account of AWS's own.
        accounts = known_items(follow(entry.get("Principal"), "AWS")) if entry is not None else ()
        return any(_may_be_theirs(account, region) for account in accounts)

    return admits


def _may_be_theirs(principal: Value, region: str | None) -> bool:
    """Tell whether a principal may be the account from which a region's load balancers write."""
    found = ACCOUNT.search(outline(principal))
    if found is None:
        return True
    return found[0] == ACCOUNTS[region] if region in ACCOUNTS else found[0] in ACCOUNTS.values()
