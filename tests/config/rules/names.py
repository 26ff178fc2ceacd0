"""Rules of names that a whole system shares: its tags and its log groups."""

from tests.config.rules.rule import AURORA, HOSTED, INSTANCE, MANAGED, RDS, Rule

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
    "log group of the database's log": Rule(
        {f"{RDS}.log_group": "/aws/rds/instance/{system}-{environment}/upgrade"},
        f"{RDS}.log_group",
        "is also the name of the log group that RDS writes the database's upgrade log to",
        {f"{RDS}.log_group": "/aws/rds/cluster/{system}-{environment}/upgrade"},
    ),
    "log group of a cluster's log": Rule(
        {**AURORA, "network.flow_logs.log_group": "/aws/rds/cluster/task-management-api-development/postgresql"},
        "network.flow_logs.log_group",
        "is also the name of the log group that RDS writes the database's postgresql log to",
        # Aurora does not export this one.
        {**AURORA, "network.flow_logs.log_group": "/aws/rds/cluster/task-management-api-development/upgrade"},
        drop=INSTANCE,
    ),
    "log group of a firewall": Rule(
        {"edge.waf": {}, "service.log_group": "aws-waf-logs-{system}-{environment}-load-balancer"},
        "service.log_group",
        "is also the name of the log group of the load balancer's firewall",
        {"edge.waf": {}, "service.log_group": "aws-waf-logs-{system}-{environment}"},
    ),
    "log group of the site's firewall": Rule(
        {"edge.site": {"waf": {}}, "service.log_group": "aws-waf-logs-{system}-{environment}-site"},
        "service.log_group",
        "is also the name of the log group of the site's firewall",
        {"edge.site": {}, "service.log_group": "aws-waf-logs-{system}-{environment}-site"},
    ),
    "log group of the rotation function": Rule(
        {f"{RDS}.rotation": HOSTED, "service.log_group": "/aws/lambda/{system}-{environment}-rotation"},
        "service.log_group",
        "is also the name of the rotation function's log group",
        {f"{RDS}.rotation": MANAGED, "service.log_group": "/aws/lambda/{system}-{environment}-rotation"},
    ),
}
