"""Settings that the shipped systems do not use, and that several tests set."""

from tests.toml_files import Key

API = "service.containers.api"
THREE_ZONES: dict[Key, object] = {
    "network.public_subnets": ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    "network.private_subnets": ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"],
}
CREATED_ZONE: dict[Key, object] = {
    "edge.domain.hosted_zone": "create",
    "edge.https.certificate": "parameter",
    "outputs.NameServers": "hosted-zone.name-servers",
}
CHECK = {"command": "true", "interval_seconds": 9, "timeout_seconds": 4, "retries": 2, "start_seconds": 0}
