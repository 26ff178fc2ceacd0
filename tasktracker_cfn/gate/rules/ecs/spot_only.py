"""Production on what AWS takes back."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.tasks import is_plain
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import SERVICE, numbered

STRATEGY = "CapacityProviderStrategy"
KEY = re.compile(r"env|stage", re.IGNORECASE)
PRODUCTION = re.compile(r"prod(uction)?", re.IGNORECASE)


@rule(
    "production-on-demand",
    rows="E24",
    severity="warning",
    why="AWS takes Spot capacity back with two minutes' notice, and may have none to give for a while.",
    remedy="Give FARGATE a Base that covers the least number of tasks; let FARGATE_SPOT take what comes on top.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
)
def production_on_demand(system: System) -> Iterator[Fault]:
    """A service in production does not run on Spot capacity alone."""
    for service in system.of(SERVICE):
        entries = [entry for _, entry in numbered(service.get(STRATEGY))]
        spot = [entry for entry in entries if known_text(entry.get("CapacityProvider")) == "FARGATE_SPOT"]
        others = [entry for entry in entries if entry not in spot]
        idle = all(
            entry.get(key) is None or known_number(entry[key]) == 0 for entry in others for key in ("Base", "Weight")
        )
        if not spot or not is_plain(service.get(STRATEGY)) or not _is_production(system, service):
            continue
        if idle:
            yield Fault(service, "is in production and runs on FARGATE_SPOT only", STRATEGY)
        elif any((known_number(entry.get("Base")) or 0) > 0 for entry in spot):
            yield Fault(service, "is in production and runs its first tasks (Base) on FARGATE_SPOT", STRATEGY)


def _is_production(system: System, service: Item) -> bool:
    """Tell by the tags of the service, or by a parameter of the root, whether this is production."""
    root = system.nest.root
    named = {name: system.values.resolve(root.path, {"Ref": name}) for name in root.parameters}
    said = (value for key, value in (*service.pairs("Tags").items(), *named.items()) if KEY.search(key))
    return any(PRODUCTION.fullmatch(known_text(value) or "") for value in said)
