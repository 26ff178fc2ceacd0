"""Rules of the service: size, scaling, deployment."""

from tests.config.rules.rule import API, Rule

RULES: dict[str, Rule] = {
    "memory that Fargate has not": Rule(
        {"service.memory": 4096}, "service.memory", "only 512, 1024, 2048", {"service.memory": 2048}
    ),
    "memory between two steps": Rule(
        {"service.cpu": 8192, "service.memory": 17 * 1024},
        "service.memory",
        "16384 to 61440 in steps of 4096",
        {"service.cpu": 8192, "service.memory": 20 * 1024},
    ),
    "limits above the task": Rule(
        {f"{API}.memory": 513}, "service.memory", "add up to 513 MiB", {f"{API}.memory": 512}
    ),
    "bounds the wrong way": Rule(
        {"service.autoscaling.minimum": 11}, "service.autoscaling.minimum", "11 is above maximum (10)"
    ),
    "nothing tracked": Rule(
        {},
        "service.autoscaling",
        "tracks nothing",
        {"service.autoscaling.memory_percent": 60},
        drop=("service.autoscaling.cpu_percent",),
    ),
    "count outside the bounds": Rule({"service.desired_count": 1}, "service.desired_count", "outside autoscaling's 2"),
    "deployment that cannot move": Rule(
        {"service.maximum_percent": 100},
        "service.maximum_percent",
        "neither stop nor start one",
        {"service.maximum_percent": 100, "service.minimum_healthy_percent": 50},
    ),
}
