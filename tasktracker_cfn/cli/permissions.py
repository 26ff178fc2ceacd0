"""The verb `permissions`: what CloudFormation's role needs to deploy a nest, and no more."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tasktracker_cfn.cli.options import PlacePath, fitting, given
from tasktracker_cfn.errors import CommandError, TasktrackerError, printable

if TYPE_CHECKING:
    from tasktracker_cfn.gate.permissions.policy import Policy
    from tasktracker_cfn.gate.permissions.setting import Setting
    from tasktracker_cfn.model.system import System

What = Literal["policy", "trust", "caller"]


@click.command()
@click.argument("root", type=PlacePath())
@click.option(
    "--stack-name",
    required=True,
    callback=fitting,
    help="Name of the root stack, which the names of its resources begin with.",
)
@click.option("--region", callback=fitting, help="Region of the deployment.")
@click.option("--account", callback=fitting, help="Account of the deployment, twelve digits.")
@click.option(
    "--partition",
    callback=fitting,
    help="Partition of the deployment: aws, aws-cn, aws-us-gov.  [default: the region's]",
)
@click.option("--bucket", callback=fitting, help="Bucket in which the templates of nested stacks lie.")
@click.option(
    "--params",
    "parameter_files",
    multiple=True,
    type=PlacePath(),
    metavar="FILE",
    help="Values of the root's parameters, in any form that the AWS command line takes.",
)
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="One value, over those of files.")
@click.option("--role-name", callback=fitting, help="Name of the role.  [default: <stack name>-deployment]")
@click.option("--trust", "what", flag_value="trust", help="Print who may take on the role instead: CloudFormation.")
@click.option("--caller", "what", flag_value="caller", help="Print what whoever starts the deployment needs instead.")
@click.option("--cleaning", is_flag=True, help="With --caller: also what `gc` and `destroy --empty` need.")
@click.option(
    "--split",
    is_flag=True,
    help="Print a list of policies, as a managed one holds 6,144 characters; a template has it.",
)
@click.option("--format", "form", type=click.Choice(["json", "template"]), default="json", show_default=True)
def permissions(
    *,
    root: Path,
    stack_name: str,
    region: str | None,
    account: str | None,
    partition: str | None,
    bucket: str | None,
    parameter_files: tuple[Path, ...],
    parameters: tuple[str, ...],
    role_name: str | None,
    what: What | None,
    cleaning: bool,
    split: bool,
    form: str,
) -> None:
    """Print the policy of the role with which CloudFormation can create, update and delete the nest of ROOT.

    ROOT is a template, or a folder with a root.yaml. Actions come from the handlers of the provider schemas,
    resources from the names that the templates fix or that CloudFormation will make up of the stack's name. What
    is not given stays a placeholder such as ${AWS::AccountId}, which IAM refuses: give --region, --account and --bucket
    for a policy to paste, or take --format template, a template that makes the role and fills them in by itself.

    Exit code 0: done; on stderr stands what the policy cannot allow, and why. 2: a template or an option is wrong.
    """
    from tasktracker_cfn.gate.permissions.setting import Setting  # noqa: PLC0415 - another verb's start should not pay

    known = {"region": region, "account": account, "partition": partition or _partition_of(region), "bucket": bucket}
    setting = Setting(stack_name, **{name: value for name, value in known.items() if value})
    role = role_name or f"{stack_name}-deployment"
    try:
        system = _system(root, given(parameter_files, parameters), region)
        if what == "caller" or cleaning:
            text = _caller(system, setting, role, what, cleaning=cleaning)
        else:
            text = _role(system, setting, role, what or "policy", form, split=split)
    except TasktrackerError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    click.echo(text, nl=False)


def _partition_of(region: str | None) -> str | None:
    """Give the partition that a region is in."""
    if region is None:
        return None
    return {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(region.rsplit("-", 2)[0], "aws")


def _system(root: Path, values: Mapping[str, str], region: str | None) -> "System":
    from tasktracker_cfn.model.parameters import check_names  # noqa: PLC0415 - another verb's start should not pay
    from tasktracker_cfn.model.system import System  # noqa: PLC0415 - as above

    folder, file = (root, "root.yaml") if root.is_dir() else (root.parent, root.name)
    system = System(folder, values, file, region)
    check_names(values, system.nest.root)
    return system


def _role(system: "System", setting: "Setting", role: str, what: What, form: str, *, split: bool) -> str:
    """Give what the role needs; what the policy cannot allow is said beside it."""
    from tasktracker_cfn.gate.permissions.policy import policy  # noqa: PLC0415 - another verb's start should not pay

    found = policy(system, setting)
    for note in found.notes if what == "policy" else ():
        click.echo(printable(note), err=True)
    return _written(found, setting, role, what, form, split=split)


def _caller(system: "System", setting: "Setting", role: str, what: What | None, *, cleaning: bool) -> str:
    from tasktracker_cfn.gate.permissions.caller import caller  # noqa: PLC0415 - another verb's start should not pay

    if what != "caller":
        message = "--cleaning adds to what --caller prints, and to nothing else: give both"
        raise CommandError(message)
    return _json(caller(system, setting, role, cleaning=cleaning))


def _written(found: "Policy", setting: "Setting", role: str, what: What, form: str, *, split: bool) -> str:
    from tasktracker_cfn.gate.permissions import documents  # noqa: PLC0415 - another verb's start should not pay for it

    if what == "trust":
        return _json(documents.trust(setting))
    if form == "template":
        import yaml  # noqa: PLC0415 - as above

        return yaml.safe_dump(documents.template(found.statements, setting, role), sort_keys=False, width=120)
    if split:
        return _json(list(documents.split(found.statements)))
    whole = documents.document(found.statements)
    if documents.size(whole) > documents.LIMIT:
        message = f"the policy has {documents.size(whole)} characters, more than one managed policy holds: add --split"
        click.echo(message, err=True)
    return _json(whole)


def _json(document: object) -> str:
    return f"{json.dumps(document, indent=2)}\n"
