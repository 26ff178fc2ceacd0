"""Rules of the load balancer: targets, certificates, open ports."""

from tests.config.rules.rule import CREATED_ZONE, WEB, Rule

NO_PORT: dict[str, object] = {"image": "nginx:alpine"}

RULES: dict[str, Rule] = {
    "hosts without priority": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {"hosts": ["*.example.com"]}},
        "edge.targets.web.priority",
        "needs its place among the rules",
        {"service.containers.web": WEB, "edge.targets.web": {"hosts": ["*.example.com"], "priority": 1}},
    ),
    "too many values in a rule": Rule(
        {
            "service.containers.web": WEB,
            "edge.targets.web": {"hosts": ["*.example.com"], "paths": ["/a", "/b", "/c", "/d", "/e"], "priority": 1},
        },
        "edge.targets.web.hosts",
        "has with paths 6 values; a rule takes 5",
        {
            "service.containers.web": WEB,
            "edge.targets.web": {"hosts": ["*.example.com"], "paths": ["/a", "/b", "/c", "/d"], "priority": 1},
        },
    ),
    "too many wildcards in a rule": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {"paths": ["/*/*/*", "/?/?/?"], "priority": 1}},
        "edge.targets.web.paths",
        "6 wildcards are in the rule, which takes 5",
        {"service.containers.web": WEB, "edge.targets.web": {"paths": ["/*/*/*", "/?/?"], "priority": 1}},
    ),
    "too many wildcards with hosts": Rule(
        {
            "service.containers.web": WEB,
            "edge.targets.web": {"hosts": ["*.example.com"], "paths": ["/*/*/*", "/?/?"], "priority": 1},
        },
        "edge.targets.web.hosts",
        "6 wildcards are in the rule",
    ),
    "host that the certificate lacks": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {"hosts": ["admin.example.com"], "priority": 1}},
        "edge.targets.web.hosts",
        "is not among the names of the certificate that is issued",
        {
            "service.containers.web": WEB,
            "edge.targets.web": {"hosts": ["admin.example.com"], "priority": 1},
            "edge.https.certificate": "parameter",
        },
    ),
    "protected and disposable": Rule(
        {"edge.deletion_protection": True, "environments.development.disposable": True},
        "edge.deletion_protection",
        "the system is disposable",
        {"edge.deletion_protection": True, "environments.development.disposable": False},
    ),
    "prefix of AWS": Rule(
        {"edge.access_log": {"prefix": "AWSLogs/lb"}},
        "edge.access_log.prefix",
        "which AWS puts behind the prefix itself",
        {"edge.access_log": {"prefix": "lb"}},
    ),
    "queries of another's zone": Rule(
        {"edge.domain.query_logging": {}},
        "edge.domain.query_logging",
        "is a property of the zone",
        {**CREATED_ZONE, "edge.domain.query_logging": {}},
    ),
    "queries of a zone elsewhere": Rule(
        {**CREATED_ZONE, "region": "eu-west-1", "edge.domain.query_logging": {}},
        "edge.domain.query_logging",
        "Route 53 logs to us-east-1 only",
        {**CREATED_ZONE, "region": "eu-west-1"},
    ),
    "a group of rules twice": Rule(
        {"edge.waf": {"managed_groups": ["linux", "linux"]}},
        "edge.waf.managed_groups",
        'names "linux" twice',
        {"edge.waf": {"managed_groups": ["linux", "posix"]}},
    ),
    "more rules than fit": Rule(
        {"edge.waf": {"managed_groups": ["common", "linux", "windows", "sql-injection"]}},
        "edge.waf.managed_groups",
        "take 1502 capacity units; 1500 are the most",
        {"edge.waf": {"managed_groups": ["common", "linux", "windows", "php", "anonymous-ip", "ip-reputation"]}},
    ),
    "large bodies without their rule": Rule(
        {"edge.waf": {"managed_groups": [], "block_large_bodies": True}},
        "edge.waf.block_large_bodies",
        'is a rule of "common"',
        {"edge.waf": {"managed_groups": ["common"], "block_large_bodies": True}},
    ),
    "paths without priority": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {"paths": ["/web/*"]}},
        "edge.targets.web.priority",
        "is missing",
        {"service.containers.web": WEB, "edge.targets.web": {"paths": ["/web/*"], "priority": 1}},
    ),
    "priority without paths": Rule({"edge.targets.api.priority": 3}, "edge.targets.api.priority", "without paths"),
    "slow health check": Rule(
        {"edge.targets.api.health_check": {"interval_seconds": 5, "timeout_seconds": 5}},
        "edge.targets.api.health_check.timeout_seconds",
        "must be below interval_seconds (5)",
        {"edge.targets.api.health_check": {"interval_seconds": 5, "timeout_seconds": 4}},
    ),
    "two default targets": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {}}, "edge.targets", "2 targets have no paths and no hosts"
    ),
    "no default target": Rule(
        {"edge.targets.api": {"paths": ["/"], "priority": 1}}, "edge.targets", "0 targets have no paths and no hosts"
    ),
    "one priority for two": Rule(
        {
            "service.containers": {"api": WEB, "b": {**WEB, "port": 81}, "c": {**WEB, "port": 82}},
            "edge.targets.b": {"paths": ["/b"], "priority": 1},
            "edge.targets.c": {"paths": ["/c"], "priority": 1},
        },
        "edge.targets",
        "two targets have priority 1",
        {
            "service.containers": {"api": WEB, "b": {**WEB, "port": 81}, "c": {**WEB, "port": 82}},
            "edge.targets.b": {"paths": ["/b"], "priority": 1},
            "edge.targets.c": {"paths": ["/c"], "priority": 2},
        },
    ),
    "target without container": Rule(
        {"edge.targets.web": {"paths": ["/w"], "priority": 1}}, "edge.targets.web", "there is api"
    ),
    "target without port": Rule(
        {"service.containers.web": NO_PORT, "edge.targets.web": {"paths": ["/w"], "priority": 1}},
        "service.containers.web.port",
        "edge.targets sends it traffic",
        {"service.containers.web": NO_PORT},
    ),
    "certificate without domain": Rule(
        {"edge.https.certificate": "issue"},
        "edge.https.certificate",
        "needs a domain",
        {"edge.https.certificate": "parameter"},
        drop=("edge.domain",),
    ),
    "certificate in a new zone": Rule(
        {"edge.domain.hosted_zone": "create"}, "edge.https.certificate", "waits for ever", CREATED_ZONE
    ),
    "listener behind a closed port": Rule(
        {"edge.open_ports": [80]}, "edge.open_ports", "must hold [80, 443]", {"edge.open_ports": [443, 80]}
    ),
    "open port without meaning": Rule({"edge.open_ports": [80, 443, 8080]}, "edge.open_ports", "nothing but 80"),
    "port out of range open": Rule({"edge.open_ports": [80, 443, 70000]}, "edge.open_ports", "nothing but 80 and 443"),
    "open port twice": Rule({"edge.open_ports": [80, 443, 443]}, "edge.open_ports", "names a port twice"),
}
