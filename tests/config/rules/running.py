"""Rules of how tasks run and are replaced: capacity, blue/green, alarms, images of the system's own repositories."""

from tests.config.rules.rule import API, WEB, Changes, Rule

BLUE_GREEN = "service.blue_green"
CAPACITY = "service.capacity"
REPOSITORY: Changes = {"data.repositories.api": {"name": "api"}}
OWN: Changes = {**REPOSITORY, f"{API}.repository": "api", f"{API}.tag": "1.0.0"}
WITHOUT_NAT: Changes = {"network.nat_gateways": "none", "network.interface_endpoints": ["needed"]}
IMAGE = (f"{API}.image",)

RULES: dict[str, Rule] = {
    "sticky sessions in two groups": Rule(
        {BLUE_GREEN: {}, "edge.targets.api.sticky_seconds": 60},
        "edge.targets.api.sticky_seconds",
        "cannot be had with service.blue_green",
        {BLUE_GREEN: {}},
    ),
    "capacity without weight": Rule(
        {CAPACITY: {"on_demand_weight": 0}},
        f"{CAPACITY}.on_demand_weight",
        "are both 0",
        {CAPACITY: {"on_demand_weight": 1}},
    ),
    "base without weight": Rule(
        {CAPACITY: {"on_demand_base": 1, "on_demand_weight": 0, "spot_weight": 1}},
        f"{CAPACITY}.on_demand_weight",
        "ECS places no task on a provider without weight",
        {CAPACITY: {"on_demand_base": 1, "on_demand_weight": 1, "spot_weight": 99}},
    ),
    "nothing but Spot": Rule(
        {CAPACITY: {"on_demand_weight": 0, "spot_weight": 1}, "disposable": False, "environments": {"production": {}}},
        f"{CAPACITY}.on_demand_base",
        "Spot may hold every task",
        {CAPACITY: {"on_demand_weight": 0, "spot_weight": 1}, "disposable": True},
    ),
    "nothing for Spot": Rule(
        {CAPACITY: {"on_demand_base": 10, "spot_weight": 1}},
        f"{CAPACITY}.on_demand_base",
        "10 leaves none of at most 10 task(s) for Spot",
        {CAPACITY: {"on_demand_base": 9, "spot_weight": 1}},
    ),
    "alarms of nothing": Rule(
        {"service.deployment_alarms": {}},
        "service.deployment_alarms",
        "watches nothing",
        {"service.deployment_alarms": {"latency_seconds": 2}},
    ),
    "steps all at once": Rule(
        {BLUE_GREEN: {"step_percent": 5}},
        f"{BLUE_GREEN}.step_percent",
        'no meaning with shift = "all-at-once"',
        {BLUE_GREEN: {"shift": "canary", "step_percent": 5}},
    ),
    "step finer than tenths": Rule(
        {BLUE_GREEN: {"shift": "canary", "step_percent": 0.25}},
        f"{BLUE_GREEN}.step_percent",
        "0.25 is finer than tenths",
        {BLUE_GREEN: {"shift": "canary", "step_percent": 0.3}},
    ),
    "linear step too small": Rule(
        {BLUE_GREEN: {"shift": "linear", "step_percent": 2.9}},
        f"{BLUE_GREEN}.step_percent",
        "at least 3 with linear, not 2.9",
        {BLUE_GREEN: {"shift": "linear", "step_percent": 3}},
    ),
    "canary too long": Rule(
        {BLUE_GREEN: {"shift": "canary", "bake_minutes": 1440, "step_minutes": 541}},
        f"{BLUE_GREEN}.bake_minutes",
        "add up to 1981 minutes",
        {BLUE_GREEN: {"shift": "canary", "bake_minutes": 1440, "step_minutes": 540}},
    ),
    # 11 percent are nine steps, each with its wait; 10 percent are ten, and after the last there is none.
    "linear too long": Rule(
        {BLUE_GREEN: {"shift": "linear", "bake_minutes": 0, "step_percent": 11, "step_minutes": 221}},
        f"{BLUE_GREEN}.bake_minutes",
        "add up to 1989 minutes",
        {BLUE_GREEN: {"shift": "linear", "bake_minutes": 0, "step_percent": 10, "step_minutes": 220}},
    ),
    "discovery of both revisions": Rule(
        {BLUE_GREEN: {}, "service.discovery": {}},
        "service.discovery",
        "new tasks before traffic is shifted",
        {"service.discovery": {}},
    ),
    "priority of the default rule": Rule(
        {BLUE_GREEN: {}, "service.containers.web": WEB, "edge.targets.web": {"paths": ["/w"], "priority": 50000}},
        "edge.targets.web.priority",
        "50000 is the default target's",
        {BLUE_GREEN: {}, "service.containers.web": WEB, "edge.targets.web": {"paths": ["/w"], "priority": 49999}},
    ),
    "image from two places": Rule(OWN, f"{API}.image", "one place too many"),
    "image from nowhere": Rule({}, f"{API}.image", "is missing", OWN, drop=IMAGE),
    "repository without tag": Rule({**REPOSITORY, f"{API}.repository": "api"}, f"{API}.tag", "is missing", OWN, IMAGE),
    "tag without repository": Rule({f"{API}.tag": "1.0.0"}, f"{API}.tag", "has no meaning without repository"),
    "repository that is not there": Rule(
        {f"{API}.repository": "api", f"{API}.tag": "1.0.0"},
        f"{API}.repository",
        'no repository "api" in data.repositories',
        OWN,
        IMAGE,
    ),
    "tag that can be pushed once": Rule(
        {**OWN, f"{API}.tag": "latest"},
        f"{API}.tag",
        'add "latest" to data.repositories.api.movable_tags',
        {**OWN, f"{API}.tag": "latest", "data.repositories.api": {"movable_tags": ["latest"]}},
        IMAGE,
    ),
    "placeholder without certificate": Rule(
        {**OWN, "edge.targets.api.protocol": "HTTPS"},
        "edge.targets.api.protocol",
        "the placeholder of the first deployment does not speak",
        OWN,
        IMAGE,
    ),
    "placeholder out of reach": Rule(
        {**OWN, **WITHOUT_NAT},
        "service.bootstrap.image",
        "not in a private registry of ECR",
        {
            **OWN,
            **WITHOUT_NAT,
            "service.bootstrap.image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/node:24-alpine",
        },
        IMAGE,
    ),
}
