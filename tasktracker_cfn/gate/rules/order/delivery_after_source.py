"""A delivery of logs before its source."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import meant
from tasktracker_cfn.model.system import System


@rule(
    "delivery-after-source",
    rows="F17",
    severity="error",
    why="A delivery pairs a source and a destination that exist, and one that is named by a text is not waited for.",
    remedy="Name the source by a Ref.",
    source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html",
)
def delivery_after_source(system: System) -> Iterator[Fault]:
    """A delivery of logs is created after its source."""
    for delivery in system.of("AWS::Logs::Delivery"):
        found = meant(system, delivery.get("DeliverySourceName"), "AWS::Logs::DeliverySource")
        yield from too_early(system, delivery, found, "the source that it delivers", "DeliverySourceName")
