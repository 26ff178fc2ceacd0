"""How the verbs that change what is deployed talk: what is told first, what is asked, what is answered at the end."""

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import NamedTuple, ParamSpec, cast
from uuid import uuid4

import click

from tasktracker_cfn.cli.standing import Format, aside, format_option, show
from tasktracker_cfn.errors import CommandError, DeclinedError

P = ParamSpec("P")


def ask(question: str) -> str:
    """Let a person type something; nobody there is a no.

    :raises DeclinedError: when nothing is typed, or nobody can
    """
    try:
        return str(click.prompt(question, default="", show_default=False, err=True))
    except click.Abort as error:
        message = "nothing was typed, so nothing was done; without a person: --confirm NAME"
        raise DeclinedError(message) from error


class Talk(NamedTuple):
    """One conversation: for people or for programs, with the name that --confirm gave, or somebody to ask for it."""

    output_format: Format = "text"
    confirm: str | None = None
    asked: Callable[[str], str] = ask

    def tell(self, lines: Iterable[str]) -> None:
        """Say something on the way; programs read only the answer, so for them it goes beside it."""
        (aside if self.output_format == "json" else click.echo)("\n".join(lines))

    def answer(self, lines: Iterable[str], document: Callable[[], Mapping[str, object]]) -> None:
        """Give the answer: lines for people, a document for programs."""
        if self.output_format == "json":
            show(document())
        elif text := "\n".join(lines):
            click.echo(text)

    def check_name(self, name: str) -> None:
        """Make sure that --confirm, where it is given, names this stack.

        :raises CommandError: when it names another
        """
        if self.confirm is not None and self.confirm != name:
            message = f"--confirm {self.confirm[:200]} is not the name of the stack, {name}; nothing was done"
            raise CommandError(message)

    def confirm_name(self, name: str, what: str) -> None:
        """Make sure that somebody means this stack.

        :raises CommandError: when --confirm names another
        :raises DeclinedError: when another name was typed, or none
        """
        self.check_name(name)
        if self.confirm is not None:
            return
        aside("")
        if self.asked(f"type {name} to {what}").strip() != name:
            message = "another name, or none: nothing was done"
            raise DeclinedError(message)


def talk_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add --confirm and --format: the verb gets `talk`, a `Talk`."""

    @click.option(
        "--confirm", metavar="NAME", help="The root stack's name, which is asked for otherwise: for pipelines."
    )
    @format_option
    @wraps(command)
    def wrapped(*args: P.args, **options: P.kwargs) -> None:
        output_format = cast("Format", options.pop("output_format"))
        options["talk"] = Talk(output_format, cast("str | None", options.pop("confirm")))
        command(*args, **options)

    return wrapped


def new_token(verb: str) -> str:
    """Give the token of one run, by which AWS knows a call that is repeated."""
    return f"{verb}-{uuid4().hex}"
