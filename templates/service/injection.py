"""What ECS fills a container's variables from when a task starts: secrets, or single keys of them."""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSHelperFn

from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config.cache import TOKEN_KEY
from tasktracker_cfn.config.container import INJECTED_SECRET
from tasktracker_cfn.config.service import ServiceConfig


class Secrets(NamedTuple):
    """The secrets that there are."""

    database_arn: Arn | None
    cache_arn: Arn | None
    arns: Mapping[str, Arn]


def value_from(source: str, secrets: Secrets) -> AWSHelperFn:
    """Give what ECS is told: a secret's ARN, or the ARN, a key, and two colons for the newest version (E05)."""
    parts = INJECTED_SECRET.fullmatch(source)
    if parts is not None:
        return _key_of(secrets.arns[parts["secret"]], parts["key"])
    if source == "cache.auth-token":
        return _key_of(secrets.cache_arn, TOKEN_KEY)
    return _key_of(secrets.database_arn, source.removeprefix("database."))


def secret_arns(config: ServiceConfig, secrets: Mapping[str, Arn], cache_secret: Arn | None) -> list[Arn]:
    """Give the secrets that are injected into any container, without the database's."""
    found = [
        parts["secret"]
        for container in config.containers.values()
        for source in container.injects("secret")
        if (parts := INJECTED_SECRET.fullmatch(source))
    ]
    opened = any(container.injects("cache") for container in config.containers.values())
    return [
        *(secrets[name] for name in dict.fromkeys(sorted(found))),
        *([cache_secret] if opened and cache_secret is not None else []),
    ]


def _key_of(arn: Arn | None, key: str | None) -> AWSHelperFn:
    if arn is None:
        message = "the configuration has let a variable be filled from a secret that there is not"
        raise LookupError(message)
    return arn if key is None else text(f"{{secret}}:{key}::", secret=arn)
