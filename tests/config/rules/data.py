"""Rules of buckets, image repositories and secrets."""

from tests.config.rules.rule import API, Rule

EXPIRE = "data.buckets.uploads.expire"
REPOSITORY: dict[str, object] = {"name": "web"}

RULES: dict[str, Rule] = {
    "no data": Rule(
        {"data": {}, "service.access": {}, f"{API}.environment_from": {}, "outputs": {}},
        "data",
        "a stack needs a database, a cache, a bucket, a repository or a secret",
        {"data": {"buckets": {"a": {}}}, "service.access": {}, f"{API}.environment_from": {}, "outputs": {}},
        drop=("monitoring.database_cpu_percent", "environments.development.data"),
    ),
    "prefix twice": Rule(
        {EXPIRE: [{"prefix": "a/", "days": 1}, {"prefix": "a/", "days": 2}]},
        EXPIRE,
        'names the prefix "a/" twice',
        {EXPIRE: [{"prefix": "a/", "days": 1}, {"prefix": "b/", "days": 1}]},
    ),
    "old versions without versions": Rule(
        {"data.buckets.uploads": {"versioned": False, "noncurrent_days": 3}},
        "data.buckets.uploads.noncurrent_days",
        "without versioned = true",
        {"data.buckets.uploads": {"versioned": True, "noncurrent_days": 3}},
    ),
    "secret called as the database's": Rule(
        {"data.secrets": {"database": {"description": "x"}}},
        "data.secrets.database",
        "choose another name",
        {"data.secrets": {"databases": {"description": "x"}}},
    ),
    "one name for two repositories": Rule(
        {"data.repositories": {"a": REPOSITORY, "b": REPOSITORY}},
        "data.repositories.b.name",
        '"web" is used by two repositories',
        {"data.repositories": {"a": REPOSITORY, "b": {}, "c": {}}},
    ),
    "tags that move anyway": Rule(
        {"data.repositories.a": {"immutable_tags": False, "movable_tags": ["latest"]}},
        "data.repositories.a.movable_tags",
        "has no meaning with immutable_tags = false",
        {"data.repositories.a": {"movable_tags": ["latest"]}},
    ),
}
