"""The service models that botocore brings: the truth about names and protocols."""

from functools import cache
from typing import Any, cast

import botocore.session

# Who signs for what; the rest is signed under its own name.
SIGNED_AS = {"monitoring": "cloudwatch", "elasticloadbalancing": "elbv2"}


@cache
def model(service: str) -> Any:
    """Give the model of a service, by the name it is signed under."""
    name = SIGNED_AS.get(service, service)
    return _session().get_service_model(name)


@cache
def protocol(service: str) -> str:
    """Give the protocol that boto3 speaks with a service."""
    return cast("str", model(service).resolved_protocol)


@cache
def error_code(service: str, name: str) -> tuple[str, int]:
    """Give the code and the status that an error has on the wire; an unknown one has none of its own."""
    for shape in model(service).error_shapes:
        error = shape.metadata.get("error", {})
        if name in {shape.name, error.get("code")}:
            return error.get("code", shape.name), error.get("httpStatusCode", 400)
    return name, 0


@cache
def _session() -> Any:
    return botocore.session.Session()
