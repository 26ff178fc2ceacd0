"""The dashboard of the infrastructure: tasks, their containers, and whether their metrics arrive."""

from tasktracker_cfn.config.alerting import RulesConfig
from tasktracker_cfn.config.telemetry import CONTAINERS_JOB
from templates.monitoring.boards.panels import Board, Limits, Query, Row, at_once, choice, over_time

OF_TASKS = f'job="{CONTAINERS_JOB}",instance=~"$instance"'
OF_CONTAINERS = f'{OF_TASKS},container_name=~"$container"'


def board(config: RulesConfig) -> Board:
    """Give the dashboard."""
    return Board(
        kind="infrastructure",
        title="infrastructure",
        description="CPU, memory, network and storage of the tasks and their containers.",
        variables=[
            choice("instance", "Task", f'label_values(ecs_task_memory_reserved{{job="{CONTAINERS_JOB}"}}, instance)'),
            choice(
                "container",
                "Container",
                f'label_values(container_memory_utilized{{job="{CONTAINERS_JOB}"}}, container_name)',
            ),
        ],
        rows=[_overview(config), _tasks(config), _containers(config), _network(), _scraping()],
    )


def _cpu() -> str:
    return f"100 * ecs_task_cpu_utilized{{{OF_TASKS}}} / (ecs_task_cpu_reserved{{{OF_TASKS}}} > 0)"


def _memory(prefix: str, chosen: str) -> str:
    return f"100 * {prefix}_memory_utilized{{{chosen}}} / ({prefix}_memory_reserved{{{chosen}}} > 0)"


def _overview(config: RulesConfig) -> Row:
    return Row(
        "Overview",
        [
            at_once(
                "Tasks",
                Query(f"count(ecs_task_memory_reserved{{{OF_TASKS}}})", "tasks"),
                "none",
                "Tasks whose containers give metrics.",
                Limits(2, 1, falling=True),
            ),
            at_once("CPU", Query(f"max({_cpu()})", "busiest"), "percent", "The busiest task.", Limits(70, 90)),
            at_once(
                "Memory",
                Query(f"max({_memory('ecs_task', OF_TASKS)})", "fullest"),
                "percent",
                "The task with the least memory left.",
                Limits(config.container_memory_percent * 0.8, config.container_memory_percent),
            ),
            at_once(
                "Ephemeral storage",
                Query(
                    f"max(100 * ecs_task_ephemeral_storage_utilized{{{OF_TASKS}}} "
                    f"/ (ecs_task_ephemeral_storage_reserved{{{OF_TASKS}}} > 0))",
                    "fullest",
                ),
                "percent",
                "The task with the least disk left.",
                Limits(70, 90),
            ),
        ],
    )


def _tasks(config: RulesConfig) -> Row:
    tasks = f"ecs_task_memory_reserved{{{OF_TASKS}}}"
    return Row(
        "Tasks",
        [
            over_time(
                "Tasks by zone",
                [Query(f"count by (cloud_availability_zone) ({tasks})", "{{cloud_availability_zone}}")],
                "none",
                "Tasks in each availability zone.",
            ),
            over_time(
                "Tasks by revision",
                [Query(f"count by (aws_ecs_task_revision) ({tasks})", "revision {{aws_ecs_task_revision}}")],
                "none",
                "Tasks of each revision of the task definition; two lines are a deployment.",
            ),
            over_time("CPU", [Query(_cpu(), "{{instance}}")], "percent", "Share of its CPU that each task uses."),
            over_time(
                "Memory",
                [Query(_memory("ecs_task", OF_TASKS), "{{instance}}")],
                "percent",
                "Share of its memory that each task uses.",
                Limits(bad=config.container_memory_percent),
            ),
        ],
    )


def _containers(config: RulesConfig) -> Row:
    return Row(
        "Containers",
        [
            over_time(
                "CPU",
                [Query(f"sum by (container_name) (container_cpu_usage_vcpu{{{OF_CONTAINERS}}})", "{{container_name}}")],
                "none",
                "Processors that the containers of all tasks use, by name.",
            ),
            over_time(
                "Memory",
                [
                    Query(
                        f"max by (container_name) (container_memory_utilized{{{OF_CONTAINERS}}}) * 1024 * 1024",
                        "{{container_name}}",
                    )
                ],
                "bytes",
                "Memory of the fullest container of each name.",
            ),
            over_time(
                "Share of the limit",
                [Query(f"max by (container_name) ({_memory('container', OF_CONTAINERS)})", "{{container_name}}")],
                "percent",
                "Share of its memory limit that the fullest container of each name uses; at 100 % it is killed.",
                Limits(bad=config.container_memory_percent),
            ),
        ],
    )


def _network() -> Row:
    return Row(
        "Network and storage",
        [
            over_time(
                "Network",
                [
                    Query(f"sum(ecs_task_network_rate_rx{{{OF_TASKS}}})", "in"),
                    Query(f"sum(ecs_task_network_rate_tx{{{OF_TASKS}}})", "out"),
                ],
                "Bps",
                "Bytes each second, of all tasks.",
            ),
            over_time(
                "Disk",
                [
                    Query(f"sum(rate(ecs_task_storage_read_bytes{{{OF_TASKS}}}[$__rate_interval]))", "read"),
                    Query(f"sum(rate(ecs_task_storage_write_bytes{{{OF_TASKS}}}[$__rate_interval]))", "written"),
                ],
                "Bps",
                "Bytes each second, of all tasks.",
            ),
        ],
    )


def _scraping() -> Row:
    chosen = '{instance=~"$instance"}'
    return Row(
        "Metrics themselves",
        [
            over_time(
                "Sources that answer",
                [Query(f"sum by (job) (up{chosen})", "{{job}}")],
                "none",
                "Sources of each kind that the collectors can read.",
            ),
            over_time(
                "Time to read a source",
                [Query(f"max by (job) (scrape_duration_seconds{chosen})", "{{job}}")],
                "s",
                "The slowest of each kind.",
            ),
            over_time(
                "Samples of a reading",
                [Query(f"max by (job) (scrape_samples_scraped{chosen})", "{{job}}")],
                "none",
                "What the workspace bills, for each reading of a source.",
            ),
        ],
    )
