"""The verb `permissions`: what CloudFormation's role needs to deploy a nest, and no more."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from tasktracker_cfn.errors import TasktrackerError

if TYPE_CHECKING:
    from tasktracker_cfn.gate.permissions.policy import Policy
    from tasktracker_cfn.gate.permissions.setting import Setting

What = Literal["policy", "trust", "caller"]
STACK = re.compile(r"[A-Za-z][-A-Za-z0-9]{0,127}")
ACCOUNT = re.compile(r"\d{12}")


def _fitting(_context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse what would make a policy for something else."""
    forms = {
        "stack_name": (STACK, "begins with a letter, and holds letters, digits and hyphens"),
        "account": (ACCOUNT, "has twelve digits"),
    }
    form, wanted = forms[str(parameter.name)]
    if value is not None and not form.fullmatch(value):
        message = f"it {wanted}"
        raise click.BadParameter(message)
    return value


@click.command()
@click.argument("root", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--stack-name",
    required=True,
    callback=_fitting,
    help="Name of the root stack, which the names of its resources begin with.",
)
@click.option("--region", help="Region of the deployment.")
@click.option("--account", callback=_fitting, help="Account of the deployment, twelve digits.")
@click.option("--partition", help="Partition of the deployment: aws, aws-cn, aws-us-gov.")
@click.option("--bucket", help="Bucket in which the templates of nested stacks lie.")
@click.option(
    "--params",
    "parameter_files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Values of the root's parameters, in any form that the AWS command line takes.",
)
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="One value, over those of files.")
@click.option("--role-name", help="Name of the role.  [default: <stack name>-deployment]")
@click.option("--trust", "what", flag_value="trust", help="Print who may take on the role instead: CloudFormation.")
@click.option("--caller", "what", flag_value="caller", help="Print what whoever starts the deployment needs instead.")
@click.option("--split", is_flag=True, help="Print a list of policies that managed policies can hold.")
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
    split: bool,
    form: str,
) -> None:
    """Print the policy of the role with which CloudFormation can create, update and delete the nest of ROOT.

    ROOT is a template, or a folder with a root.yaml. Actions come from the handlers of the provider schemas,
    resources from the names that the templates fix or that CloudFormation will make up of the stack's name. What
    is not given stays a placeholder such as ${AWS::AccountId}, which IAM refuses: give --region, --account,
    --partition and --bucket for a policy to paste, or take --format template, a template that makes the role and
    fills them in by itself. A managed policy holds 6,144 characters: --split gives a list of policies, and a
    template is always split.

    Exit code 0: done; on stderr stands what the policy cannot allow, and why. 2: a template or an option is wrong.
    """
    from tasktracker_cfn.gate.permissions.policy import policy  # noqa: PLC0415 - another verb's start should not pay
    from tasktracker_cfn.gate.permissions.setting import Setting  # noqa: PLC0415 - as above
    from tasktracker_cfn.model.system import System  # noqa: PLC0415 - as above

    given = {
        name: value
        for name, value in (("region", region), ("account", account), ("partition", partition), ("bucket", bucket))
        if value
    }
    setting = Setting(stack_name, **given)
    folder, file = (root, "root.yaml") if root.is_dir() else (root.parent, root.name)
    try:
        system = System(folder, _values(parameter_files, parameters), file, region)
        found = policy(system, setting)
        text = _written(found, setting, role_name or f"{stack_name}-deployment", what or "policy", form, split=split)
    except TasktrackerError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    for note in found.notes if not what else ():
        click.echo(note, err=True)
    click.echo(text, nl=False)


def _values(files: tuple[Path, ...], parameters: tuple[str, ...]) -> dict[str, str]:
    from tasktracker_cfn.model.parameters import parameter, read_parameters  # noqa: PLC0415 - as above

    values: dict[str, str] = {}
    for path in files:
        values |= read_parameters(path)
    return {**values, **dict(map(parameter, parameters))}


def _written(found: "Policy", setting: "Setting", role: str, what: What, form: str, *, split: bool) -> str:
    from tasktracker_cfn.gate.permissions import documents  # noqa: PLC0415 - another verb's start should not pay for it

    if what == "trust":
        return _json(documents.trust(setting))
    if what == "caller":
        return _json(documents.caller(setting, role))
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
