"""Rules of the load balancer: targets, certificates, open ports."""

from tests.config.rules.rule import CREATED_ZONE, WEB, Rule

NO_PORT: dict[str, object] = {"image": "nginx:alpine"}

RULES: dict[str, Rule] = {
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
        {"service.containers.web": WEB, "edge.targets.web": {}}, "edge.targets", "2 targets have no paths"
    ),
    "no default target": Rule(
        {"edge.targets.api": {"paths": ["/"], "priority": 1}}, "edge.targets", "0 targets have no paths"
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
