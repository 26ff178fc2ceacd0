"""Rules of names that a whole system shares: its tags and its log groups."""

from tests.config.rules.rule import Rule

RULES: dict[str, Rule] = {
    "too many tags": Rule(
        {"tags": {f"k{number}": "v" for number in range(38)}},
        "tags",
        "40 are the most",
        {"tags": {f"k{number}": "v" for number in range(37)}},
    ),
    "one log group for two": Rule(
        {"service.log_group": "/x/{environment}", "network.flow_logs.log_group": "/x/development"},
        "service.log_group",
        "is also the name of network.flow_logs.log_group",
        {"service.log_group": "/x/{environment}", "network.flow_logs.log_group": "/y/{environment}"},
    ),
}
