"""What is broken in the metrics of document 002: in the templates, and in the files beside them."""

from tests.systems.mutations.mutation import Broken

BROKEN: list[Broken] = [
    ("S2-85", "service", "${MetricEndpoint}api/v1/remote_write", "https://example.com/api/v1/remote_write"),
    ("S2-85 S2-86 S2-88 S2-89 S2-90", "prometheus/collector", "metrics/scraped:", "traces/scraped:"),
    ("S2-86", "service", "scrape_interval: 15s", "scrape_interval: 60s"),
    ("S2-86", "service", "collection_interval: 15s", "collection_interval: 20s"),
    ("S2-87", "data", "RetentionPeriodInDays: 15", "RetentionPeriodInDays: 150"),
    ("S2-88", "service", "- 127.0.0.1:3000", "- 127.0.0.1:3001"),
    ("S2-89", "service", "- 127.0.0.1:9104", "- 127.0.0.1:3306"),
    ("S2-89", "root", "mysqld-exporter", "redis-exporter"),
    ("S2-90", "service", "- awsecscontainermetrics", "- prometheus"),
    ("S2-91 S2-93", "grafana/application.json", '"panels"', '"rows"'),
    ("S2-92", "grafana/datasource", "type: prometheus", "type: cloudwatch"),
    ("S2-93", "grafana/application.json", "http_request", "requests"),
    ("S2-94", "grafana/database.json", "mysql_", "pg_"),
    ("S2-95", "grafana/infrastructure.json", "network", "net"),
    ("S2-96", "monitoring", "Workspace: !Ref MetricWorkspaceArn", "Workspace: arn"),
    ("S2-96", "monitoring", "alert: ApplicationDown", "record: ApplicationDown"),
]
