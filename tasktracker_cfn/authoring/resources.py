"""Two small things that troposphere's constructors and templates lack."""

from collections.abc import Iterable
from typing import Never, cast

from troposphere import AWSObject, Template


def given(**properties: object) -> "dict[str, Never]":
    """Give the properties that are not None, to be unpacked into a constructor: what is absent is not written.

    The values are called Never because troposphere's constructors take any, and check them when they run.
    """
    return cast("dict[str, Never]", {name: value for name, value in properties.items() if value is not None})


def add_all(template: Template, resources: Iterable[AWSObject]) -> None:
    """Add resources in their order."""
    for resource in resources:
        template.add_resource(resource)
