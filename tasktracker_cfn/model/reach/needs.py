"""What must be reached so that things start and run: an image, the logs, secrets; told from the templates alone."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.reach.layouts import ROTATION, SERVICE
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.places import THE_INTERNET, Place, place, service
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import CONTAINERS, entries_of, task_of

OWN_REPOSITORY = "AWS::ECR::Repository"
ECR = re.compile(r"(?P<account>\d{12}|<[^>]*>)\.dkr\.ecr\.(?P<region>[a-z0-9-]+|<region>)\.[a-z.<>:A-Z]+/.+", re.DOTALL)
SECRETS, PARAMETERS = "secretsmanager", "ssm"


class Need(NamedTuple):
    """Something that must be reached: by whom, what, and why; the item and the path say where that is written."""

    by: Place
    to: Place
    reason: str
    item: Item
    path: tuple[str | int, ...] = ()


def needs(system: System) -> Iterator[Need]:
    """Give what the services and the rotation functions of a nest must reach."""
    network = network_of(system)
    for item in system.of(SERVICE, ROTATION):
        here = place(network, item)
        if here is not None:
            yield from _of_service(network, here, item) if item.type == SERVICE else _of_rotation(here, item)


def is_fargate(item: Item, task: Item) -> bool:
    """Tell whether the tasks of a service surely run on Fargate, and not on a machine of one's own."""
    if item.get("LaunchType") is not None:
        return item.text("LaunchType") == "FARGATE"
    providers = [known_text(entry.get("CapacityProvider")) for entry in item.mappings("CapacityProviderStrategy")]
    if providers:
        return all(provider in {"FARGATE", "FARGATE_SPOT"} for provider in providers)
    return task.listed("RequiresCompatibilities") == ("FARGATE",)


def is_private_image(network: Network, image: Value) -> bool | None:
    """Tell whether an image is in ECR's private registry of this region; None when that is not known."""
    if any(_type_at(network, reference) == OWN_REPOSITORY for reference in all_references(image)):
        return True
    text = written(image)
    if text is None or text.startswith("<?>"):
        return None
    found = ECR.fullmatch(text)
    if found is None:
        return None if "<?>" in text.split("/")[0] else False
    return found["region"] in ("<region>", network.system.region or found["region"])


def written(value: Value) -> str | None:
    """Give a value as one text, with signs for what is not known in it; None of what is no text."""
    if isinstance(value, Text):
        return "".join(written(part) or "<?>" for part in value.parts)
    if isinstance(value, Reference):
        return {"AWS::Region": "<region>", "AWS::AccountId": "<account>", "AWS::URLSuffix": "<suffix>"}.get(
            value.logical_id, "<?>"
        )
    return known_text(value)


def _of_service(network: Network, by: Place, item: Item) -> Iterator[Need]:
    task = task_of(network.system, item)
    if task is None or not is_fargate(item, task):
        # On a machine of one's own it is that machine which fetches images, writes logs and reads secrets.
        return
    for number, container in entries_of(task):
        path = (CONTAINERS, number)
        yield from (Need(by, *need, task, path) for need in _of_container(network, container))
    if item.flag("EnableExecuteCommand"):
        yield Need(by, service("ssmmessages"), "commands inside containers", item, ("EnableExecuteCommand",))


def _of_container(network: Network, container: Mapping[str, Value]) -> Iterator[tuple[Place, str]]:
    name = known_text(container.get("Name")) or "a container"
    private = is_private_image(network, container.get("Image")) if container.get("Image") is not None else None
    if private:
        yield from ((service(part), f"the image of {name}") for part in ("ecr.api", "ecr.dkr", "s3"))
    elif private is not None:
        yield THE_INTERNET, f"the image of {name}, {written(container.get('Image'))}"
    if follow(container, "LogConfiguration", "LogDriver") == "awslogs":
        region = follow(container, "LogConfiguration", "Options", "awslogs-region")
        is_here = not isinstance(region, str) or region == (network.system.region or region)
        yield service("logs") if is_here else THE_INTERNET, f"the logs of {name}"
    entries = container.get("Secrets")
    for entry in entries if isinstance(entries, tuple) else ():
        kept = _keeper(network, follow(entry, "ValueFrom"))
        if kept is not None:
            yield service(kept), f"what is injected into {name}"


def _keeper(network: Network, source: Value) -> str | None:
    """Give the service that keeps what is injected; None when that is not known."""
    types = [_type_at(network, reference) or "" for reference in all_references(source)]
    if any(kind.startswith("AWS::SecretsManager::") for kind in types):
        return SECRETS
    text = written(source)
    if any(kind.startswith("AWS::SSM::") for kind in types) or (text is not None and ":ssm:" in text):
        return PARAMETERS
    if text is None or ":secretsmanager:" in text:
        return SECRETS if text is not None else None
    # A name that is no ARN is one of a parameter.
    return PARAMETERS if "<?>" not in text and not text.startswith("arn:") else None


def _of_rotation(by: Place, item: Item) -> Iterator[Need]:
    yield Need(by, service(SECRETS), "the secret that it changes", item, ("HostedRotationLambda",))


def _type_at(network: Network, reference: Reference) -> str | None:
    item = network.system.at(reference)
    return item.type if item is not None else None
