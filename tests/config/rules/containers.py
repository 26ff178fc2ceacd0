"""Rules of a service's containers: variables, health checks, folders, ports."""

from tests.config.rules.rule import API, WEB, Rule

RULES: dict[str, Rule] = {
    "variable twice": Rule({f"{API}.environment.DB_HOST": "x"}, f"{API}.environment.DB_HOST", "is set twice"),
    "credential by value": Rule(
        {f"{API}.environment.api_key": "x"},
        f"{API}.environment.api_key",
        "looks like a credential",
        {f"{API}.secrets": {"API_KEY": "database.password"}},
    ),
    "pseudo parameter in a variable": Rule(
        {f"{API}.environment": {"REGION": "${AWS::Region}"}},
        f"{API}.environment.REGION",
        "is not replaced here",
        {f"{API}.environment": {"REGION": "${REGION}"}},
    ),
    "pseudo parameter in a command": Rule(
        {f"{API}.command": ["run", "--region=${AWS::Region}"]},
        f"{API}.command.1",
        "is not replaced here",
        {f"{API}.command": ["run", "--region=${REGION}"]},
    ),
    "pseudo parameter in a health check": Rule(
        {f"{API}.health_check": {"command": "check ${AWS::Region}"}},
        f"{API}.health_check.command",
        "is not replaced here",
        {f"{API}.health_check": {"command": "check ${REGION}"}},
    ),
    "slow container check": Rule(
        {f"{API}.health_check": {"command": "true", "interval_seconds": 5, "timeout_seconds": 5}},
        f"{API}.health_check.timeout_seconds",
        "must be below interval_seconds (5)",
        {f"{API}.health_check": {"command": "true", "interval_seconds": 6, "timeout_seconds": 5}},
    ),
    "folder twice": Rule({f"{API}.writable_paths": ["/a", "/a"]}, f"{API}.writable_paths", "is named twice"),
    "folders too alike": Rule(
        {f"{API}.writable_paths": ["/a/b", "/a_b"]},
        f"{API}.writable_paths",
        "differs from it in / _ and . only",
        {f"{API}.writable_paths": ["/a/b", "/a/c", "/.cache"]},
    ),
    "one port for two": Rule(
        {"service.containers.web": {**WEB, "port": 8000}},
        "service.containers",
        "two containers listen on port 8000",
        {"service.containers.web": WEB},
    ),
}
