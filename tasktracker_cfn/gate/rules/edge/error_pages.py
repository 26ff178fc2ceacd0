"""Error pages of a distribution, which hold for everything behind it."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, behaviours_of_origin, origins, pattern
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_number
from tasktracker_cfn.model.system import Item, System

KEY = "CustomErrorResponses"
HIDDEN = (403, 404)
FINE = 200


@rule(
    "error-pages-of-one-origin",
    rows="F06",
    severity="warning",
    why="Error responses are the same for every behaviour, so a 403 or 404 of the API becomes 200 and a page of HTML; "
    "what the firewall blocks is hidden, too.",
    remedy="Let a viewer-request function at the site's behaviour answer the pages of the application with index.html.",
    source="https://github.com/aws-samples/sample-collaborative-ai-dlc/issues/186",
)
def error_pages_of_one_origin(system: System) -> Iterator[Fault]:
    """A distribution that also serves an API does not turn its errors into pages."""
    for item in system.of(DISTRIBUTION):
        served = _served(item)
        for number, entry in enumerate(item.listed(CONFIG, KEY) if served else ()):
            if not isinstance(entry, Mapping) or known_number(entry.get("ResponseCode")) != FINE:
                continue
            code = known_number(entry.get("ErrorCode"))
            if code in HIDDEN:
                yield Fault(item, f"answers {code:g} with 200, also for {served}", CONFIG, KEY, number)


def _served(item: Item) -> str | None:
    """Give the paths that a web server answers, which is no bucket."""
    for _, origin in origins(item):
        if any(isinstance(origin.get(kind), Mapping) for kind in ("CustomOriginConfig", "VpcOriginConfig")):
            for _, behaviour in behaviours_of_origin(item, origin):
                return pattern(behaviour)
    return None
