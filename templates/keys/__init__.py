"""Keys: our own keys of KMS for data, logs and topics, of which there are those that the configuration asks for.

It needs no other stack and is built first. No key's policy names a role of another stack, which would not be there yet
(I08): the account's statement leaves it to IAM, and a role's own policy says what it may do with which key.
"""

from typing import NamedTuple

from troposphere import AWSObject, GetAtt, Template

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import Arn, NoInputs, Stack, finish
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.encryption import EncryptionConfig


class Outputs(NamedTuple):
    """The keys by their ARNs; None where AWS's keys do."""

    data_key_arn: Arn | None
    logs_key_arn: Arn | None
    topics_key_arn: Arn | None


NONE = Outputs(None, None, None)


def build(system: SystemConfig, config: EncryptionConfig) -> Stack[Outputs]:
    """Build the keys of a system."""
    # Every stack mentions these outputs; the classes of KMS are for who has a key.
    from templates.keys import own_keys  # noqa: PLC0415 - see above

    template = Template(Description=f"{system.name} keys: own keys of KMS")
    data = own_keys.data(system) if config.data else None
    logs = own_keys.logs(system) if config.logs else None
    topics = own_keys.topics(system) if config.topics else None
    add_all(template, [key for key in (data, logs, topics) if key is not None])
    outputs = Outputs(data_key_arn=_arn(data), logs_key_arn=_arn(logs), topics_key_arn=_arn(topics))
    return finish("Keys", template, NoInputs(), outputs)


def _arn(key: AWSObject | None) -> Arn | None:
    return Arn(GetAtt(key, "Arn")) if key is not None else None
