"""Rules of buckets' names and copies, of repositories that others pull from, of the cache, and of filled secrets."""

from tests.config.rules.rule import API, Rule

BUCKET = "data.buckets.uploads"
NAMED: dict[str, object] = {"name": "data-{environment}-{account}"}
COPIED: dict[str, object] = {**NAMED, "replicate_to": "us-west-2"}
LOG_BUCKET = "data.buckets.access-log"
FILLED: dict[str, object] = {"description": "x", "generate": True, "keys": ["one", "two"]}
ACCOUNT = "111111111111"
CACHE: dict[str, object] = {"subnets": "private"}

RULES: dict[str, Rule] = {
    "bucket's name with a dot": Rule(
        {f"{BUCKET}.name": "a.b"},
        f"{BUCKET}.name",
        "it takes lower-case letters, digits and hyphens",
        {f"{BUCKET}.name": "a-b-{account}"},
    ),
    "bucket's name too long": Rule(
        {f"{BUCKET}.name": "a" * 52 + "{account}"},
        f"{BUCKET}.name",
        "has 64 characters; S3 takes 3 to 63",
        {f"{BUCKET}.name": "a" * 51 + "{account}"},
    ),
    "copy's name too long": Rule(
        {f"{BUCKET}.name": "a" * 44 + "{account}", f"{BUCKET}.replicate_to": "us-west-2"},
        f"{BUCKET}.name",
        "-replica",
        {f"{BUCKET}.name": "a" * 43 + "{account}", f"{BUCKET}.replicate_to": "us-west-2"},
    ),
    "bucket's name too short": Rule({f"{BUCKET}.name": "ab"}, f"{BUCKET}.name", "has 2 characters"),
    "bucket's name that S3 keeps": Rule(
        {f"{BUCKET}.name": "uploads--x-s3"},
        f"{BUCKET}.name",
        "that S3 keeps for itself",
        {f"{BUCKET}.name": "uploads-s3"},
    ),
    "one name for two buckets": Rule(
        {BUCKET: NAMED, "data.buckets.other": {"name": "data-development-{account}"}},
        "data.buckets.other.name",
        'is also the name of bucket "uploads"',
        {BUCKET: NAMED, "data.buckets.other": {"name": "other-{account}"}},
    ),
    "name of another bucket's copy": Rule(
        {BUCKET: COPIED, "data.buckets.other": {"name": "data-{environment}-{account}-replica"}},
        "data.buckets.other.name",
        "or of its copy",
        {BUCKET: NAMED, "data.buckets.other": {"name": "data-{environment}-{account}-replica"}},
    ),
    "copy in the same region": Rule(
        {BUCKET: {**COPIED, "replicate_to": "us-east-1"}},
        f"{BUCKET}.replicate_to",
        "another region than the system's, us-east-1",
        {BUCKET: COPIED},
    ),
    "copy in another partition": Rule(
        {BUCKET: {**COPIED, "replicate_to": "us-gov-west-1"}},
        f"{BUCKET}.replicate_to",
        "which is another partition",
        {BUCKET: COPIED},
    ),
    "copies in two regions": Rule(
        {BUCKET: COPIED, "data.buckets.other": {"name": "other-{account}", "replicate_to": "eu-west-1"}},
        "data.buckets.other.replicate_to",
        "another bucket is copied to us-west-2",
        {BUCKET: COPIED, "data.buckets.other": {"name": "other-{account}", "replicate_to": "us-west-2"}},
    ),
    "copy without a name": Rule(
        {f"{BUCKET}.replicate_to": "us-west-2"},
        f"{BUCKET}.name",
        "finds the copy by the bucket's name",
        {BUCKET: COPIED},
    ),
    "copy without versions": Rule(
        {BUCKET: {**COPIED, "versioned": False}}, f"{BUCKET}.replicate_to", "without versioned = true", {BUCKET: COPIED}
    ),
    "bucket with no key": Rule(
        {f"{BUCKET}.encryption": "kms"},
        f"{BUCKET}.encryption",
        "set encryption.data = true",
        {f"{BUCKET}.encryption": "kms", "encryption.data": True},
    ),
    "copy with our key": Rule(
        {BUCKET: COPIED, "encryption.data": True},
        f"{BUCKET}.encryption",
        'set "s3" for a bucket with replicate_to',
        {BUCKET: {**COPIED, "encryption": "s3"}, "encryption.data": True},
    ),
    "bucket called as the log": Rule(
        {f"{BUCKET}.access_log": True, LOG_BUCKET: {}},
        LOG_BUCKET,
        "is what the bucket for access logs is called here",
        {LOG_BUCKET: {}},
    ),
    "account twice": Rule(
        {"data.repositories.a": {"name": "aa", "pull_accounts": [ACCOUNT, ACCOUNT]}},
        "data.repositories.a.pull_accounts",
        'names the account "111111111111" twice',
        {"data.repositories.a": {"name": "aa", "pull_accounts": [ACCOUNT]}},
    ),
    "own account": Rule(
        {"data.repositories.a": {"name": "aa", "pull_accounts": [ACCOUNT]}, "account": ACCOUNT},
        "data.repositories.a.pull_accounts",
        "is the system's own account",
        {"data.repositories.a": {"name": "aa", "pull_accounts": [ACCOUNT]}, "account": "222222222222"},
    ),
    "cache without a place": Rule(
        {"data.cache": {}}, "data.cache.subnets", "network.isolated_subnets is empty", {"data.cache": CACHE}
    ),
    "zones for one node": Rule(
        {"data.cache": {**CACHE, "multi_az": True}},
        "data.cache.multi_az",
        "set nodes = 2 or more",
        {"data.cache": {**CACHE, "multi_az": True, "nodes": 2}},
    ),
    "version before Valkey": Rule(
        {"data.cache": {**CACHE, "version": "7.1"}},
        "data.cache.version",
        "the first one here is 7.2",
        {"data.cache": {**CACHE, "version": "7.2"}},
    ),
    "secret called as the cache's": Rule(
        {"data.secrets.cache": {"description": "x"}, "data.cache": CACHE},
        "data.secrets.cache",
        "is what the cache's own secret is called here",
        {"data.secrets.cache": {"description": "x"}},
    ),
    "keys of an empty secret": Rule(
        {"data.secrets.keys": {"description": "x", "keys": ["a"]}},
        "data.secrets.keys.keys",
        "without generate = true",
        {"data.secrets.keys": {"description": "x", "keys": ["a"], "generate": True}},
    ),
    "key twice": Rule(
        {"data.secrets.keys": {**FILLED, "keys": ["a", "a"]}}, "data.secrets.keys.keys", 'names "a" twice'
    ),
    "injected from no secret": Rule(
        {f"{API}.secrets": {"X": "secret.keys"}},
        f"{API}.secrets.X",
        'there is no secret "keys" in data.secrets',
        {f"{API}.secrets": {"X": "secret.keys"}, "data.secrets.keys": FILLED},
    ),
    "injected from an empty secret": Rule(
        {f"{API}.secrets": {"X": "secret.keys"}, "data.secrets.keys": {"description": "x"}},
        f"{API}.secrets.X",
        "no task starts before; set data.secrets.keys.generate = true",
        {f"{API}.secrets": {"X": "secret.keys"}, "data.secrets.keys": {"description": "x", "generate": True}},
    ),
    "injected from a key that is not": Rule(
        {f"{API}.secrets": {"X": "secret.keys:three"}, "data.secrets.keys": FILLED},
        f"{API}.secrets.X",
        'the secret has no key "three"; add it to data.secrets.keys.keys',
        {f"{API}.secrets": {"X": "secret.keys:two"}, "data.secrets.keys": FILLED},
    ),
    "injected from nothing": Rule(
        {f"{API}.secrets": {"X": "secret"}}, f"{API}.secrets.X", "secret.<name>:<key> for a key of one"
    ),
    "token of no cache": Rule(
        {f"{API}.secrets": {"X": "cache.auth-token"}},
        f"{API}.secrets.X",
        "there is no data.cache",
        {f"{API}.secrets": {"X": "cache.auth-token"}, "data.cache": CACHE},
    ),
    "host of no cache": Rule(
        {f"{API}.environment_from.X": "cache.host"},
        f"{API}.environment_from.X",
        "there is no data.cache",
        {f"{API}.environment_from.X": "cache.host", "data.cache": CACHE},
    ),
    "output of no cache": Rule(
        {"outputs.X": "cache.port"},
        "outputs.X",
        "there is no data.cache",
        {"outputs.X": "cache.port", "data.cache": CACHE},
    ),
}
