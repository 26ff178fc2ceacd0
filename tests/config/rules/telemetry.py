"""Rules of metrics, traces, and of who looks at them."""

from tests.config.rules.rule import API, WEB, Changes, Rule
from tests.toml_files import DATABASE_KEYS

METRICS: Changes = {"data.metrics": {}, "service.metrics": {}, "service.memory": 1024}
GRAFANA: dict[str, object] = {"authentication": "AWS_SSO"}
SAML: dict[str, object] = {"metadata_url": "https://idp.example.com/metadata", "admin_roles": ["admin"]}
ELSEWHERE: Changes = {"region": "eu-north-1"}

RULES: dict[str, Rule] = {
    "metrics that go nowhere": Rule(
        {"service.metrics": {}, "service.memory": 1024},
        "service.metrics",
        "there is no workspace to write into",
        METRICS,
    ),
    "workspace that nothing writes into": Rule({"data.metrics": {}}, "data.metrics", "nothing writes into it", METRICS),
    "metrics of no such container": Rule(
        {**METRICS, "service.metrics": {"container": "web"}},
        "service.metrics.container",
        "there is no such container; there is api",
        {**METRICS, "service.metrics": {"container": "api"}},
    ),
    "metrics of which container": Rule(
        {**METRICS, "service.containers.web": WEB},
        "service.metrics.container",
        "cannot be told from the ports",
        {**METRICS, "service.containers.web": WEB, "service.metrics": {"container": "web"}},
    ),
    "metrics of a container without a port": Rule(
        {**METRICS, "service.containers.job": {"image": "busybox"}, "service.metrics": {"container": "job"}},
        "service.metrics.container",
        "name one, and its port if it has none",
        {
            **METRICS,
            "service.containers.job": {"image": "busybox"},
            "service.metrics": {"container": "job", "port": 9000},
        },
    ),
    "exporter of no database": Rule(
        {**METRICS, "service.metrics": {"database_exporter": True}},
        "service.metrics.database_exporter",
        "there is no data.database to read",
        METRICS,
        drop=DATABASE_KEYS,
    ),
    "rules on no metrics": Rule(
        {"monitoring.rules": {}},
        "monitoring.rules",
        "there are no metrics to judge",
        {**METRICS, "monitoring.rules": {}},
    ),
    "Grafana without metrics": Rule(
        {"monitoring.grafana": GRAFANA},
        "monitoring.grafana",
        "there are no metrics to look at",
        {**METRICS, "monitoring.grafana": GRAFANA},
    ),
    "Grafana where there is none": Rule(
        {**METRICS, **ELSEWHERE, "monitoring.grafana": GRAFANA},
        "monitoring.grafana",
        "no managed Grafana in eu-north-1",
        {**METRICS, "region": "eu-west-1", "monitoring.grafana": GRAFANA},
    ),
    "Prometheus where there is none": Rule(
        {**METRICS, "region": "me-south-1"},
        "data.metrics",
        "no managed Prometheus in me-south-1",
        {**METRICS, **ELSEWHERE},
    ),
    "nobody can sign in": Rule(
        {**METRICS, "monitoring.grafana": {"authentication": "SAML"}},
        "monitoring.grafana.saml",
        "nobody could sign in",
        {**METRICS, "monitoring.grafana": {"authentication": "SAML", "saml": SAML}},
    ),
    "two ways to sign in": Rule(
        {**METRICS, "monitoring.grafana": {**GRAFANA, "saml": SAML}},
        "monitoring.grafana.saml",
        'belongs to "SAML"',
        {**METRICS, "monitoring.grafana": GRAFANA},
    ),
    "collector of nothing": Rule(
        {"service.collector": {"memory": 256}},
        "service.collector",
        "collects nothing",
        {"service.collector": {"memory": 256}, "service.tracing": {}, "service.memory": 1024},
    ),
    "traces of nothing": Rule(
        {"service.tracing": {"sample_percent": 0, "first_per_second": 0}, "service.memory": 1024},
        "service.tracing.sample_percent",
        "traces nothing",
        {"service.tracing": {"sample_percent": 0}, "service.memory": 1024},
    ),
    "container called collector": Rule(
        {"service.containers.collector": {"image": "busybox"}, "service.tracing": {}, "service.memory": 1024},
        "service.containers.collector",
        "choose another name",
        {"service.containers.collector": {"image": "busybox"}, "service.memory": 1024},
    ),
    "port of the collector": Rule(
        {"service.containers.web": {**WEB, "port": 4317}, "service.tracing": {}, "service.memory": 1024},
        "service.containers.web.port",
        "4317 is the collector's",
        {"service.containers.web": {**WEB, "port": 4316}, "service.tracing": {}, "service.memory": 1024},
    ),
    "port of the exporter": Rule(
        {**METRICS, "service.containers.web": {**WEB, "port": 9187}, "service.metrics": {"container": "api"}},
        "service.containers.web.port",
        "9187 is the database-exporter's",
        {
            **METRICS,
            "service.containers.web": {**WEB, "port": 9187},
            "service.metrics": {"container": "api", "database_exporter": False},
        },
    ),
    "no room beside the application": Rule(
        {**METRICS, "service.memory": 512, f"{API}.memory": 289},
        "service.memory",
        "the sidecars take 224 of 512 MiB, the application's containers need 289; set it to 1024",
        {**METRICS, "service.memory": 512, f"{API}.memory": 288},
    ),
    "no room whatever the memory": Rule(
        {**METRICS, "service.collector": {"memory": 2048}},
        "service.memory",
        "take more CPU",
        {**METRICS, "service.cpu": 512, "service.memory": 3072, "service.collector": {"memory": 2048}},
    ),
}
