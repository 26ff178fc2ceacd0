"""What the verbs that talk to AWS have in common: their options, what these come to, how such a verb ends."""

import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, ParamSpec, cast

import click

from tasktracker_cfn.cli.ending_early import code_of, leave_unread, terminable
from tasktracker_cfn.cli.options import PlacePath, fitting
from tasktracker_cfn.deploy.commands import OUT, Place
from tasktracker_cfn.errors import CommandError, TasktrackerError

if TYPE_CHECKING:
    from tasktracker_cfn.config.system import SystemConfig
    from tasktracker_cfn.deploy.aws.clock import Clock
    from tasktracker_cfn.deploy.aws.gateway import Gateway
    from tasktracker_cfn.deploy.aws.values.stacks import Identity
    from tasktracker_cfn.deploy.plan.target import Target

P = ParamSpec("P")
ROOT = "root.yaml"
# What is said of a verb that is interrupted.
GOES_ON = "what AWS began goes on, and the same command joins it again"
NOTHING_DONE = "nothing was changed"
NOTHING_DEPLOYED = "nothing was deployed; a change set that could not be deleted again is named above"
# What a foreign nest is tagged with; a system's configuration has its own.
TAGS = {"ManagedBy": "tasktracker-cfn"}


class Given(NamedTuple):
    """Values of parameters, as they were asked for."""

    files: tuple[Path, ...] = ()
    values: tuple[str, ...] = ()


class Values(NamedTuple):
    """Values of parameters, the files that were read for them, and the names of those that options gave."""

    values: Mapping[str, str]
    files: tuple[str, ...] = ()
    options: frozenset[str] = frozenset()


class Connection(NamedTuple):
    """A target whose account and region the credentials have been seen to be, and how it was asked for."""

    target: "Target"
    gateway: "Gateway"
    identity: "Identity"
    place: Place = Place()


def access_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add --profile and --region."""
    profile = click.option(
        "--profile", metavar="NAME", callback=fitting, help="Profile of AWS's configuration.  [default: AWS_PROFILE]"
    )
    region = click.option(
        "--region", metavar="REGION", callback=fitting, help="Region, where the configuration does not name it."
    )
    return profile(region(command))


def place_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add SYSTEM/ENVIRONMENT or --root and --stack-name, and what else says where: the verb gets `place`, a `Place`."""

    @click.argument("name", required=False, metavar="[SYSTEM/ENVIRONMENT]")
    @click.option("--root", type=PlacePath(), metavar="FILE", help="Root template of any other nest.")
    # An empty name, from a variable that is not set, AWS takes for none: then it answers with every stack there is.
    @click.option(
        "--stack-name",
        metavar="NAME",
        callback=fitting,
        help="Name of the root stack.  [default: SYSTEM-ENVIRONMENT]",
    )
    @click.option("--out-dir", type=PlacePath(), default=OUT, show_default=True, metavar="DIR", help="Built templates.")
    @click.option(
        "--role-arn",
        metavar="ARN",
        callback=fitting,
        help="Role that CloudFormation takes on.  [default: the stack's, else the caller's]",
    )
    @access_options
    @wraps(command)
    def wrapped(*args: P.args, **options: P.kwargs) -> None:
        options["place"] = Place(
            cast("str | None", options.pop("name")),
            cast("Path | None", options.pop("root")),
            cast("str | None", options.pop("stack_name")),
            cast("Path", options.pop("out_dir")),
            cast("str | None", options.pop("region")),
            cast("str | None", options.pop("profile")),
            cast("str | None", options.pop("role_arn")),
        )
        command(*args, **options)

    return wrapped


def parameter_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add --params and --param: the verb gets `given`, a `Given`."""

    @click.option(
        "--params",
        "parameter_files",
        multiple=True,
        type=PlacePath(),
        metavar="FILE",
        help="Values of the root's parameters, in any form that the AWS command line takes.  [default: "
        "parameters/SYSTEM/ENVIRONMENT.yaml, .yml or .json, when it is there]",
    )
    @click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="One value, over those of files.")
    @wraps(command)
    def wrapped(*args: P.args, **options: P.kwargs) -> None:
        options["given"] = Given(
            cast("tuple[Path, ...]", options.pop("parameter_files")),
            cast("tuple[str, ...]", options.pop("parameters")),
        )
        command(*args, **options)

    return wrapped


def monitor_option(command: Callable[P, None]) -> Callable[P, None]:
    """Add --monitor-minutes: the verb gets `monitor`."""
    return click.option(
        "--monitor-minutes",
        "monitor",
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html
        type=click.IntRange(0, 180),
        metavar="MINUTES",
        help="Watch the system's alarms for so long afterwards, and undo the deployment when one goes off.  [default: "
        "as the last time]",
    )(command)


def ending(action: Callable[[], int], interrupted: str = GOES_ON) -> NoReturn:
    """Do what a verb does, print the message of an error, and end with the exit code.

    :param interrupted: what there is to say when somebody ends it
    """
    try:
        with terminable():
            code = action()
    except TasktrackerError as error:
        click.echo(str(error), err=True)
        code = error.exit_code
    except KeyboardInterrupt as interrupt:
        click.echo(f"interrupted; {interrupted}", err=True)
        code = code_of(interrupt)
    except BrokenPipeError:
        # Of verbs that only read: what changes something outlives its readers.
        code = leave_unread()
    sys.exit(code)


def clock_of_command() -> "Clock":
    """Give the clock that whoever calls the command in this process handed over (click's `obj`), or the machine's."""
    from tasktracker_cfn.deploy.aws.clock import Clock  # noqa: PLC0415 - another verb's start should not pay for it

    context = click.get_current_context(silent=True)
    given = context.find_object(Clock) if context else None
    return given or Clock(lambda: datetime.now(UTC), time.sleep)


def gateway_of(profile: str | None, region: str | None) -> "Gateway":
    """Give the door to AWS.

    :raises CommandError: when there is no such profile
    """
    from tasktracker_cfn.deploy.aws.gateway import Access, Gateway  # noqa: PLC0415 - boto3 takes a while to import

    return Gateway(Access(region=region, profile=profile), clock_of_command())


def reach(name: str | None, profile: str | None, region: str | None) -> tuple["Gateway", "Identity"]:
    """Give the door to AWS and who asks, for what concerns a whole account and region.

    :param name: SYSTEM/ENVIRONMENT, whose configuration then says which account and region
    :raises ConfigurationError: when the system's file is wrong
    :raises CommandError: when there is no such system, environment or profile
    :raises TargetError: when account or region are not those of the configuration, or no region is known
    :raises AwsError: when AWS does not say who asks
    """
    if name is not None:
        connection = connect(Place(name, region=region, profile=profile), built=False)
        return connection.gateway, connection.identity
    gateway = gateway_of(profile, region)
    return gateway, gateway.identity()


def connect(place: Place, *, built: bool = True) -> Connection:
    """Give what is deployed where, and the door to it, with account and region checked.

    :param built: whether the templates must be there, which only making a plan needs
    :raises ConfigurationError: when the system's file is wrong
    :raises CommandError: when there is no such system, environment, template or profile
    :raises TargetError: when account or region are not those of the configuration
    :raises AwsError: when AWS does not say who asks
    """
    from tasktracker_cfn.deploy.plan.target import check_identity, choose_region  # noqa: PLC0415 - as in clock_of_command

    system = _system(place)
    root = _root(place, system, built=built)
    gateway = gateway_of(place.profile, None)
    name = place.name or place.stack_name or ""
    region = choose_region(name, system.region if system else None, place.region, gateway.region)
    target = _target(place, system, root, region)
    if region != gateway.region:
        gateway = gateway_of(place.profile, region)
    identity = gateway.identity()
    check_identity(target, identity)
    return Connection(target, gateway, identity, place)


def given_values(given: Given, target: "Target") -> Values:
    """Give the values of parameters that files and options name, later ones over earlier ones, options over files.

    :raises TemplateError: when a file of parameters cannot be read
    :raises CommandError: when one is not written as Name=Value
    """
    from tasktracker_cfn.model.parameters import parameters, read_parameters  # noqa: PLC0415 - as in clock_of_command

    # First what is quick to get wrong: what was typed just now.
    options = parameters(given.values)
    files = given.files or _usual_files(target)
    values: dict[str, str] = {}
    for path in files:
        values |= read_parameters(path)
    return Values({**values, **options}, tuple(map(str, files)), frozenset(options))


def _usual_files(target: "Target") -> tuple[Path, ...]:
    from tasktracker_cfn.deploy.plan.sources import usual_files  # noqa: PLC0415 - as in clock_of_command

    if not target.system:
        return ()
    found = usual_files(target.system, target.environment, Path())
    if len(found) > 1:
        message = f"{found[0]} and {found[1]} are both there; name one with --params, or remove one"
        raise CommandError(message)
    return found


def _system(place: Place) -> "SystemConfig | None":
    """Give the configuration of SYSTEM/ENVIRONMENT, or None for a foreign nest."""
    if (place.name is None) == (place.root is None):
        message = "say what is meant: SYSTEM/ENVIRONMENT, or --root FILE with --stack-name NAME"
        raise CommandError(message)
    if place.name is None:
        if place.stack_name is None:
            message = "--root needs --stack-name, the name that the root stack has or will have"
            raise CommandError(message)
        return None
    from tasktracker_cfn.config.selecting import select  # noqa: PLC0415 - pydantic takes a while to import

    environments = select([place.name]).environments
    if len(environments) != 1:
        names = ", ".join(f"{system.system}/{system.environment}" for system in environments)
        message = f"{place.name} has several environments; name one of them: {names}"
        raise CommandError(message)
    return environments[0]


def _root(place: Place, system: "SystemConfig | None", *, built: bool) -> Path:
    if system is None:
        root = place.root or Path(ROOT)
        root = root / ROOT if root.is_dir() else root
        remedy = "give the file of the root template"
    else:
        root = place.out_dir / system.system / system.environment / ROOT
        out = f" --out {place.out_dir}" if place.out_dir != OUT else ""
        remedy = f"build it: python build.py {place.name}{out}"
    if built and not root.is_file():
        message = f"there is no {root}; {remedy}"
        raise CommandError(message)
    return root


def _target(place: Place, system: "SystemConfig | None", root: Path, region: str) -> "Target":
    from tasktracker_cfn.deploy.plan.target import Target  # noqa: PLC0415 - as in clock_of_command

    if system is None:
        return Target("", "", root, place.stack_name or "", region, None, TAGS, place.role_arn)
    name = place.stack_name or f"{system.system}-{system.environment}"
    tags = system.all_tags()
    return Target(system.system, system.environment, root, name, region, system.account, tags, place.role_arn)
