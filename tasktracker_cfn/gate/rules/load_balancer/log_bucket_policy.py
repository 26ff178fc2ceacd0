"""A load balancer's log bucket that does not let it write."""

from collections.abc import Callable, Iterator

from tasktracker_cfn.gate.rules.granted import Entry, may_admit, may_write_below
from tasktracker_cfn.gate.rules.load_balancer.balancers import BALANCER, attribute_index, buckets_of, kind
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_text
from tasktracker_cfn.model.system import System, follow

SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com"
OF_NETWORK = "delivery.logs.amazonaws.com"


@rule(
    "balancer-logs-admitted",
    rows="L01",
    severity="error",
    why="The load balancer writes a test object when its logs are switched on, and is not created when it may not.",
    remedy="Allow s3:PutObject on <bucket ARN>/<prefix>/AWSLogs/<account>/* for the service that delivers the logs.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
)
def log_bucket_policy(system: System) -> Iterator[Fault]:
    """A load balancer's log bucket lets the load balancer write below its prefix."""
    for balancer in system.of(BALANCER):
        admits = _admits(kind(balancer))
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


def _admits(balancer_kind: str | None) -> Callable[[Entry | None], bool]:
    services = {"application": (SERVICE,), "network": (OF_NETWORK,)}.get(balancer_kind or "", (SERVICE, OF_NETWORK))

    def admits(entry: Entry | None) -> bool:
        if may_admit(entry, *services):
            return True
        # The older way is to allow an account of AWS's own, another one in each region.
        return entry is not None and bool(known_items(follow(entry.get("Principal"), "AWS")))

    return admits
