"""Systems whose ways are followed: each is a shipped system with some keys changed."""

from collections.abc import Mapping
from typing import NamedTuple

from tests.toml_files import NO_CHANGE, Key

REGION = "us-east-1"


class Case(NamedTuple):
    """A shipped system, and what is changed of it."""

    changes: Mapping[Key, object] = NO_CHANGE
    drop: tuple[Key, ...] = ()
    base: str = "task-management-api"


WITHOUT_NAT: Mapping[Key, object] = {"network.nat_gateways": "none", "network.interface_endpoints": ["needed"]}
ADMINISTRATION: Mapping[Key, object] = {
    "network.bastion": {},
    "network.vpn": {"customer_address": "203.0.113.10", "remote_blocks": ["192.168.4.0/22"], "database_access": True},
}
ISOLATED: Mapping[Key, object] = {
    "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
    "data.database.subnets": "isolated",
}
ROTATION: Mapping[Key, object] = {"data.database.rotation": {"method": "hosted-function"}}
ACLS: Mapping[Key, object] = {"network.network_acls": True}
AURORA: Mapping[Key, object] = {
    "data.database.engine": "aurora-postgresql",
    "data.database.version": "16.13",
    "data.database.serverless": {"minimum_acu": 0.5, "maximum_acu": 2, "readers": 1},
}
OF_AN_INSTANCE = ("data.database.instance_class", "data.database.storage_gib", "data.database.multi_az")
STRICT: Mapping[Key, object] = {
    "network.s3_endpoint_account_only": True,
    "network.s3_prefix_list_id": "pl-63a5400a",
}

# Every image is in the region's own registry: nothing else is within reach without NAT gateways.
REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
MEASURED: Mapping[Key, object] = {
    "data.metrics": {},
    "service.metrics": {"exporter_image": f"{REGISTRY}/exporter:1"},
    "service.collector": {"image": f"{REGISTRY}/collector:1"},
    "service.tracing": {},
    "service.memory": 1024,
    "service.containers.api.memory": 512,
}
OWN_REPOSITORY: Mapping[Key, object] = {
    "data.repositories.api": {"name": "api"},
    "service.containers.api.repository": "api",
    "service.containers.api.tag": "1.0.0",
    "service.bootstrap": {"image": f"{REGISTRY}/node:24-alpine"},
}
CACHE: Mapping[Key, object] = {"data.cache": {"nodes": 2}, "service.discovery": {}}

CASES: dict[str, Case] = {
    "private": Case({**WITHOUT_NAT, **ROTATION, **STRICT}),
    "private, with everything": Case({**WITHOUT_NAT, **ROTATION, **STRICT, **ACLS, **ISOLATED, **ADMINISTRATION}),
    "private, open": Case({**WITHOUT_NAT, **ACLS}),
    "private, Aurora": Case({**WITHOUT_NAT, **ROTATION, **ACLS, **ISOLATED, **AURORA}, OF_AN_INSTANCE),
    "private, measured": Case({**WITHOUT_NAT, **STRICT, **ACLS, **ISOLATED, **MEASURED, **CACHE}),
    "private, first deployment": Case({**WITHOUT_NAT, **STRICT, **OWN_REPOSITORY}, ("service.containers.api.image",)),
    "NAT": Case({**ROTATION, **ACLS, **ISOLATED, **ADMINISTRATION}),
    "NAT in each zone": Case({**ACLS, "network.nat_gateways": "per-zone"}),
    "NAT and endpoints": Case({**ACLS, "network.interface_endpoints": ["needed"], "network.bastion": {}}),
    "public": Case(ACLS, base="tasktracker"),
    "site": Case(ACLS, base="community-tracker"),
}
