"""Rules of what the root stack gives."""

from tests.config.rules.rule import CREATED_ZONE, Rule
from tests.toml_files import DATABASE_KEYS

NO_SERVER_NAMES = 'edge.domain.hosted_zone = "create" makes one'
REPOSITORY: dict[str, object] = {"name": "web"}

RULES: dict[str, Rule] = {
    "endpoint of no metrics": Rule(
        {"outputs.Metrics": "metrics.endpoint"}, "outputs.Metrics", "there is no data.metrics"
    ),
    "address of no Grafana": Rule(
        {"outputs.Grafana": "grafana.host"}, "outputs.Grafana", "there is no monitoring.grafana"
    ),
    "output of no repository": Rule(
        {"outputs.X": "repository.web.uri"},
        "outputs.X",
        'there is no repository "web" in data',
        {"outputs.X": "repository.web.uri", "data.repositories.web": REPOSITORY},
    ),
    "output of no bucket": Rule({"outputs.X": "bucket.logs.name"}, "outputs.X", 'there is no bucket "logs" in data'),
    "output of an attribute that is not": Rule({"outputs.X": "bucket.uploads.uri"}, "outputs.X", "allowed are vpc.id"),
    "output of nothing": Rule({"outputs.X": ""}, "outputs.X", "allowed are vpc.id", {"outputs.X": "vpc.id"}),
    "output with a line break": Rule({"outputs.X": "bucket.uploads.name\n"}, "outputs.X", "allowed are vpc.id"),
    "output of no database": Rule(
        {"outputs.X": "database.port"}, "outputs.X", "there is no data.database", drop=DATABASE_KEYS
    ),
    "output of no replica": Rule(
        {"outputs.X": "database.replica-host"},
        "outputs.X",
        "nothing answers reads for the database; set data.database.read_replicas",
        {"outputs.X": "database.replica-host", "data.database.read_replicas": 2},
    ),
    "output of no site": Rule(
        {"outputs.Site": "site.url"},
        "outputs.Site",
        "there is no edge.site",
        {"edge.site": {}, "outputs.Site": "site.url"},
    ),
    "name servers of no zone": Rule(
        {"outputs.X": "hosted-zone.name-servers"}, "outputs.X", NO_SERVER_NAMES, CREATED_ZONE
    ),
}
