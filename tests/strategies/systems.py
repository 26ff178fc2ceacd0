"""Draw whole systems, as the plain table of a TOML file: every setting of every model, one to three environments.

One module per stack draws that stack's table, from what the tables before it hold: `network`, `data`, `service`,
`edge`, `monitoring`; `scalars` has what they draw from, and the few settings of the keys are drawn here. Tables are
drawn such that most are valid. A few are spoilt at the end, and a few are invalid by themselves; the configuration is
to refuse those.

Environments are drawn whole. What they share becomes the common part of the file, and an environment says what is
different, with `without` for what it does not have.

**A new setting** is drawn in the module of its stack. `test_every_setting_is_drawn` fails until it is.
"""

import copy

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tests.strategies.data import stores
from tests.strategies.edge import edges
from tests.strategies.monitoring import watches
from tests.strategies.network import networks, settled
from tests.strategies.scalars import ASCII, ENVIRONMENT_NAMES, REGIONS, SYSTEM_NAMES, some_of, table
from tests.strategies.service import copies_of, services
from tests.toml_files import Tables

TAGS = strategies.dictionaries(
    strategies.sampled_from(["Application", "CostCenter", "Owner", "ManagedBy", "a.b", "Awsome", "x:y /=+-@"]),
    strategies.sampled_from(["x", "engineering", "a b_c.d:e/f=g+h-i@j"]),
    max_size=6,
)
# Mostly with a key, as it has to be; one for topics is seldom, because it is refused where there is no monitoring.
ENCRYPTION = table(
    {},
    {
        "data": strategies.sampled_from([True, True, True, False]),
        "logs": strategies.sampled_from([True, True, True, False]),
        "topics": strategies.sampled_from([True, False, False]),
    },
).map(lambda drawn: drawn or {"data": True})
SIMPLE_OUTPUTS = ("vpc.id", "load-balancer.dns-name", "url", "cluster.name", "service.name")
DATABASE_OUTPUTS = ("database.host", "database.port", "database.secret-arn", "database.security-group-id")
CACHE_OUTPUTS = ("cache.host", "cache.port")
SITE_OUTPUTS = ("site.url", "site.bucket-name")
# One draw in so many is spoilt.
SPOILT_ONE_IN = 12
ODD_VALUES: tuple[object, ...] = ("${AWS::Region}", 0, -1, 1, 443, "", "none", "private", True, [], {})


@strategies.composite
def systems(draw: strategies.DrawFn) -> Tables:
    """Draw the table of a system's file, of which most are valid."""
    return draw(spoilt_systems() if draw(strategies.integers(1, SPOILT_ONE_IN)) == SPOILT_ONE_IN else valid_systems())


@strategies.composite
def valid_systems(draw: strategies.DrawFn) -> Tables:
    """Draw the table of a system's file in which each part fits the others, as far as one can tell without building."""
    names = draw(strategies.lists(ENVIRONMENT_NAMES, min_size=1, max_size=3, unique=True))
    first = draw(environments(names[0]))
    targets = {names[0]: first}
    for name in names[1:]:
        targets[name] = draw(siblings(name, first) if draw(strategies.integers(0, 2)) else environments(name))
    common = copy.deepcopy(first)
    keys = sorted((key, inner) for key, value in common.items() if isinstance(value, dict) for inner in value)
    for key, inner in draw(some_of(keys)) if draw(strategies.booleans()) else []:
        del common[key][inner]
    overlays = {}
    for name, target in targets.items():
        overlay, dropped = difference(common, target)
        overlays[name] = overlay | ({"without": dropped} if dropped else {})
    return {"system": draw(SYSTEM_NAMES), **common, "environments": overlays}


@strategies.composite
def spoilt_systems(draw: strategies.DrawFn) -> Tables:
    """Draw a system of which one key is dropped or says something odd."""
    tables = copy.deepcopy(draw(valid_systems()))
    places = [(table, key) for table in _tables(tables) for key in table]
    table_, key = draw(strategies.sampled_from(places))
    if draw(strategies.booleans()):
        del table_[key]
    else:
        table_[key] = draw(strategies.sampled_from(ODD_VALUES))
    return tables


@strategies.composite
def environments(draw: strategies.DrawFn, name: str) -> Tables:
    """Draw one environment, whole."""
    region = draw(REGIONS)
    network = draw(networks(region))
    data = draw(stores(network, region))
    service = draw(services(network, data))
    edge = draw(edges(name, region, service))
    found: Tables = draw(settled(region, {"network": network, "data": data, "service": service, "edge": edge}))
    if region != "us-east-1" or draw(strategies.booleans()):
        found["region"] = region
    optional = {
        "description": ASCII,
        "account": strategies.sampled_from(["111111111111", "222222222222"]),
        "disposable": strategies.booleans(),
        "tags": TAGS,
        "encryption": ENCRYPTION,
        "monitoring": watches(region, data, edge, service),
        "export_outputs": strategies.booleans(),
        "outputs": outputs(network, data, edge),
    }
    return found | draw(table({}, optional))


@strategies.composite
def siblings(draw: strategies.DrawFn, name: str, model: Tables) -> Tables:
    """Draw an environment like another one, but for its domains and some of its parts."""
    found = copy.deepcopy(model)
    region = found.get("region", "us-east-1")
    edge = found["edge"]
    if "domain" in edge:
        edge["domain"]["name"] = f"api.{name}.example.com"
    if "domain" in edge.get("site", {}):
        edge["site"]["domain"] = f"www.{name}.example.com"
    parts: dict[str, SearchStrategy[Tables | bool]] = {
        "monitoring": watches(region, found["data"], edge, found["service"]),
        "outputs": outputs(found["network"], found["data"], edge),
        "tags": TAGS,
        "encryption": ENCRYPTION,
        "disposable": strategies.booleans(),
    }
    for part in draw(some_of(sorted(parts))):
        found[part] = draw(parts[part])
    for part in draw(some_of(["monitoring", "outputs", "tags"])) if draw(strategies.booleans()) else []:
        found.pop(part, None)
    return found


def outputs(network: Tables, data: Tables, edge: Tables) -> SearchStrategy[Tables]:
    """Draw outputs of what there is."""
    there = [*SIMPLE_OUTPUTS, *(DATABASE_OUTPUTS if "database" in data else ())]
    there += CACHE_OUTPUTS if "cache" in data else ()
    there += ["database.replica-host"] if copies_of(data) else []
    there += ["bastion.instance-id"] if "bastion" in network else []
    there += ["vpn.connection-id"] if "vpn" in network else []
    there += SITE_OUTPUTS if "site" in edge else ()
    there += ["hosted-zone.name-servers"] if edge.get("domain", {}).get("hosted_zone") == "create" else []
    there += ["metrics.endpoint"] if "metrics" in data else []
    there += [f"bucket.{name}.name" for name in data.get("buckets", {})]
    there += [f"repository.{name}.uri" for name in data.get("repositories", {})]
    return some_of(there).map(lambda sources: {f"Output{place}": source for place, source in enumerate(sources)})


def difference(common: Tables, target: Tables, at: tuple[str, ...] = ()) -> tuple[Tables, list[str]]:
    """Give the table that makes the target of the common part, and what is not to be inherited."""
    overlay: Tables = {}
    dropped = [".".join((*at, key)) for key in common if key not in target]
    for key, value in target.items():
        below = common.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            if any("." in gone for gone in below.keys() - value.keys()):
                # `without` parts its keys at dots, so the table around such a key goes, and is said again.
                dropped.append(".".join((*at, key)))
                overlay[key] = value
                continue
            inner, gone_inside = difference(below, value, (*at, key))
            dropped += gone_inside
            if inner:
                overlay[key] = inner
        elif key not in common or below != value or type(below) is not type(value):
            overlay[key] = value
    return overlay, dropped


def _tables(value: object) -> list[Tables]:
    """Give every table of a document that is not empty, also those in lists."""
    if isinstance(value, dict):
        inner = [table for item in value.values() for table in _tables(item)]
        return [value, *inner] if value else inner
    if isinstance(value, list):
        return [table for item in value for table in _tables(item)]
    return []
