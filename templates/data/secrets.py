"""Secrets that somebody fills by hand: empty at first, or with something that tasks can start with."""

import json

from troposphere import secretsmanager

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.data import PLACEHOLDER, SecretConfig
from templates.data.credentials import PASSWORD_LENGTH, empty_secret


def build(system: SystemConfig, key_arn: Arn | None) -> dict[str, secretsmanager.Secret]:
    """Give the secrets by the names of their uses."""
    return {name: _secret(system, name, config, key_arn) for name, config in system.data.secrets.items()}


def _secret(system: SystemConfig, name: str, config: SecretConfig, key_arn: Arn | None) -> secretsmanager.Secret:
    secret = empty_secret(f"{pascal(name)}Secret", config.description, key_arn, disposable=system.disposable)
    if config.generate:
        secret.GenerateSecretString = _start(config)
    return secret


def _start(config: SecretConfig) -> secretsmanager.GenerateSecretString:
    # K15: any change here writes over what was filled in.
    if not config.keys:
        return secretsmanager.GenerateSecretString(PasswordLength=PASSWORD_LENGTH, ExcludePunctuation=True)
    first, *others = config.keys
    return secretsmanager.GenerateSecretString(
        SecretStringTemplate=json.dumps(dict.fromkeys(others, PLACEHOLDER)),
        GenerateStringKey=first,
        PasswordLength=PASSWORD_LENGTH,
        ExcludePunctuation=True,
    )
