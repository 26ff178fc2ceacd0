"""Rules of what the application is given: buckets, the database, secrets, and variables from them."""

from tests.config.rules.rule import API, KEYS, Rule
from tests.toml_files import DATABASE_KEYS

RULES: dict[str, Rule] = {
    "access to no bucket": Rule(
        {"service.access.buckets.logs": "read"},
        "service.access.buckets.logs",
        "no such bucket",
        {"service.access.buckets.logs": "read", "data.buckets.logs": {}},
    ),
    "access to no secret": Rule(
        {"service.access.secrets": ["keys"]},
        "service.access.secrets",
        'there is no secret "keys" in data.secrets',
        {"data.secrets": KEYS, "service.access.secrets": ["keys"]},
    ),
    "secret of no database": Rule(
        {"service.access.database_secret": True},
        "service.access.database_secret",
        "there is no data.database",
        drop=DATABASE_KEYS,
    ),
    "secrets from no database": Rule(
        {f"{API}.secrets": {"X": "database.host"}},
        f"{API}.secrets",
        "there is no data.database",
        drop=DATABASE_KEYS,
    ),
    "reads of no replica": Rule(
        {f"{API}.environment_from.A": "database.replica-host"},
        f"{API}.environment_from.A",
        "set data.database.read_replicas",
        {f"{API}.environment_from.A": "database.replica-host", "data.database.read_replicas": 1},
    ),
    "no source": Rule({f"{API}.environment_from.A": "database.user"}, f"{API}.environment_from.A", "is no source"),
    "source with a line break": Rule(
        {f"{API}.environment_from.A": "database.host\n"},
        f"{API}.environment_from.A",
        r'host\n" is no',
        {f"{API}.environment_from.A": "database.host"},
    ),
    "source of no database": Rule(
        {f"{API}.environment_from.X": "database.host"},
        f"{API}.environment_from.X",
        "there is no data.database",
        drop=DATABASE_KEYS,
    ),
    "source of no bucket": Rule(
        {f"{API}.environment_from.X": "bucket.logs"}, f"{API}.environment_from.X", 'no bucket "logs"'
    ),
    "source of a closed bucket": Rule(
        {f"{API}.environment_from.X": "bucket.logs", "data.buckets.logs": {}},
        f"{API}.environment_from.X",
        'add service.access.buckets.logs = "read-write"',
        {
            f"{API}.environment_from.X": "bucket.logs",
            "data.buckets.logs": {},
            "service.access.buckets.logs": "read",
        },
    ),
    "source of a closed secret": Rule(
        {"service.access.database_secret": False},
        f"{API}.environment_from.DB_SECRET_ARN",
        "may not read the secret",
    ),
    "secret that may not be read": Rule(
        {"data.secrets": KEYS, f"{API}.environment_from.KEYS_ARN": "secret.keys"},
        f"{API}.environment_from.KEYS_ARN",
        'add "keys" to service.access.secrets',
        {
            "data.secrets": KEYS,
            "service.access.secrets": ["keys"],
            f"{API}.environment_from.KEYS_ARN": "secret.keys",
        },
    ),
    "secret that there is not": Rule(
        {f"{API}.environment_from.KEYS_ARN": "secret.keys"},
        f"{API}.environment_from.KEYS_ARN",
        'there is no secret "keys" in data.secrets',
    ),
}
