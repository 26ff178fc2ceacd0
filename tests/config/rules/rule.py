"""What one rule between keys is, and the parts of a system that several rules are about."""

from collections.abc import Mapping
from typing import NamedTuple

from tests.toml_files import NO_CHANGE, Key

Changes = Mapping[Key, object]


class Rule(NamedTuple):
    """Changes to a shipped system that break a rule, what is said of it, and changes that keep it."""

    broken: Changes
    key: str
    says: str
    kept: Changes = NO_CHANGE
    drop: tuple[Key, ...] = ()


API = "service.containers.api"
RDS = "data.database"
WEB: dict[str, object] = {"image": "nginx:alpine", "port": 80}
KEYS: dict[str, object] = {"keys": {"description": "Keys of other services"}}
INSTANCE = (f"{RDS}.instance_class", f"{RDS}.storage_gib", f"{RDS}.multi_az")
CAPACITY: dict[str, object] = {"minimum_acu": 0.5, "maximum_acu": 2}
AURORA: Changes = {f"{RDS}.engine": "aurora-postgresql", f"{RDS}.version": "16.13", f"{RDS}.serverless": CAPACITY}
MYSQL: Changes = {f"{RDS}.engine": "mysql", f"{RDS}.version": "8.4.8"}
HOSTED: dict[str, object] = {"method": "hosted-function"}
MANAGED: dict[str, object] = {"method": "managed"}
CREATED_ZONE: Changes = {
    "edge.domain.hosted_zone": "create",
    "edge.https.certificate": "parameter",
    "outputs.Servers": "hosted-zone.name-servers",
}
