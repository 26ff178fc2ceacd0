"""What the verbs that read templates take alike, and what each of them refuses."""

import re
from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path

import click

# What goes into an ARN as it is: a wildcard, a slash or a quotation mark would make it one for something else.
FORMS = {
    "stack_name": (r"[A-Za-z][-A-Za-z0-9]{0,127}", "begins with a letter, and holds letters, digits and hyphens"),
    "account": (r"[0-9]{12}", "has twelve digits"),
    "region": (r"[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}", "is written as eu-central-1"),
    "partition": (r"aws(-[a-z]+)*", "is aws, aws-cn or aws-us-gov"),
    "bucket": (r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "has 3 to 63 small letters, digits, hyphens and dots"),
    "profile": (r".+", "is the name of a profile; leave it out for the default one"),
    "role_arn": (r"arn:.+", "is the ARN of a role; leave it out for none"),
    "role_name": (r"[A-Za-z0-9_+=,.@-]{1,64}", "has 1 to 64 letters, digits and +=,.@_-"),
}


def fitting(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse a text that no name of its kind can be, also an empty one, from a variable that is not set."""
    form, wanted = FORMS[str(parameter.name)]
    if value is not None and not re.fullmatch(form, value):
        message = f"it {wanted}"
        raise click.BadParameter(message)
    return value


class PlacePath(click.Path):
    """A path; an empty text, from a variable that is not set, would mean the working directory."""

    def __init__(self) -> None:
        """Take whatever path it is; who reads it says what is wrong with it."""
        super().__init__(path_type=Path)

    def convert(self, value: str | PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Give the path."""
        if not fspath(value):
            self.fail("is empty; name a file or folder, or leave it out", param, ctx)
        return Path(value)


def given(files: tuple[Path, ...], parameters: tuple[str, ...]) -> Mapping[str, str]:
    """Give the values of parameters that the command names, later ones over earlier ones."""
    from tasktracker_cfn.model.parameters import parameters as written  # noqa: PLC0415 - not at start
    from tasktracker_cfn.model.parameters import read_parameters  # noqa: PLC0415 - not at start

    values: dict[str, str] = {}
    for path in files:
        values |= read_parameters(path)
    return {**values, **written(parameters)}
