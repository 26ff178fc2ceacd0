"""The metrics that there are, from the documentation and sources of what gives them, at the versions that are pinned.

Names reach the workspace as their source spells them (`translation_strategy: UnderscoreEscapingWithoutSuffixes`), those
of the receiver for ECS with underscores for dots.

- scraping itself: https://prometheus.io/docs/concepts/jobs_instances/
- containers: receiver `awsecscontainermetrics`, README.md, "Available Metrics", at v0.156.0
- MySQL: github.com/prometheus/mysqld_exporter v0.20.0, the collectors that are on by default: `global_status` (every
  number of SHOW GLOBAL STATUS in lower case; those of a few families are one metric with a label), `global_variables`,
  `slave_status`; https://dev.mysql.com/doc/refman/8.0/en/server-status-variables.html
- PostgreSQL: github.com/prometheus-community/postgres_exporter v0.20.1, the collectors that are on by default
- the application: the contract in the description of `service.metrics`
"""

import re

_SCRAPING = (
    "up scrape_duration_seconds scrape_samples_scraped scrape_samples_post_metric_relabeling scrape_series_added"
)
SCRAPING = frozenset(_SCRAPING.split())
_APPLICATION = (
    "http_requests_total http_request_duration_seconds_bucket http_request_duration_seconds_count "
    "http_request_duration_seconds_sum"
)
APPLICATION = frozenset(_APPLICATION.split())
_OF_BOTH = (
    "memory.usage memory.usage.max memory.usage.limit memory.reserved memory.utilized cpu.usage.total "
    "cpu.usage.kernelmode cpu.usage.usermode cpu.usage.system cpu.usage.vcpu cpu.cores cpu.onlines cpu.reserved "
    "cpu.utilized network.rate.rx network.rate.tx network.io.usage.rx_bytes network.io.usage.rx_packets "
    "network.io.usage.rx_errors network.io.usage.rx_dropped network.io.usage.tx_bytes network.io.usage.tx_packets "
    "network.io.usage.tx_errors network.io.usage.tx_dropped storage.read_bytes storage.write_bytes"
)
_OF_TASKS = "ephemeral_storage.utilized ephemeral_storage.reserved"
CONTAINERS = frozenset(
    f"{prefix}_{name.replace('.', '_')}"
    for prefix, names in (("ecs_task", f"{_OF_BOTH} {_OF_TASKS}"), ("container", _OF_BOTH))
    for name in names.split()
)
_STATUS = (
    "Aborted_clients Aborted_connects Bytes_received Bytes_sent Created_tmp_disk_tables Created_tmp_tables "
    "Innodb_buffer_pool_read_requests Innodb_buffer_pool_reads Innodb_data_reads Innodb_data_writes "
    "Innodb_row_lock_time Innodb_row_lock_waits Max_used_connections Queries Questions Select_full_join Select_scan "
    "Slow_queries Sort_merge_passes Table_locks_waited Threads_connected Threads_running Uptime"
)
# collector/global_status.go: families that become one metric with a label.
_FAMILIES = "buffer_pool_pages commands_total connection_errors_total handlers_total innodb_row_ops_total"
# The family of buffer pool pages takes everything that starts like it, and nothing above does.
_OF_A_FAMILY = re.compile(r"^(com|handler|connection_errors|innodb_buffer_pool_pages|innodb_rows|performance_schema)_")
MYSQL = frozenset(
    {
        "mysql_up",
        "mysql_global_variables_max_connections",
        # collector/slave_status.go: columns of SHOW REPLICA STATUS, of 8.0 and of 8.4.
        "mysql_slave_status_seconds_behind_master",
        "mysql_slave_status_seconds_behind_source",
        *(f"mysql_global_status_{name.lower()}" for name in _STATUS.split() if not _OF_A_FAMILY.match(name.lower())),
        *(f"mysql_global_status_{name}" for name in _FAMILIES.split()),
    }
)
_POSTGRES = (
    "up database_size_bytes locks_count replication_lag_seconds replication_is_replica settings_max_connections "
    "stat_activity_count stat_activity_max_tx_duration stat_database_blks_hit stat_database_blks_read "
    "stat_database_deadlocks stat_database_numbackends stat_database_temp_bytes stat_database_tup_deleted "
    "stat_database_tup_fetched stat_database_tup_inserted stat_database_tup_returned stat_database_tup_updated "
    "stat_database_xact_commit stat_database_xact_rollback stat_user_tables_n_dead_tup"
)
POSTGRES = frozenset(f"pg_{name}" for name in _POSTGRES.split())
# Prometheus writes it for each alert that is pending or firing.
OF_RULES = frozenset({"ALERTS"})
EVERYWHERE = SCRAPING | APPLICATION | CONTAINERS
# The labels that series carry beside those of their source: what the collector names the task and the container.
_CONTAINER_LABELS = (
    "job instance container_name aws_ecs_cluster_name aws_ecs_service_name aws_ecs_task_family aws_ecs_task_revision "
    "cloud_availability_zone"
)
CONTAINER_LABELS = frozenset(_CONTAINER_LABELS.split())
