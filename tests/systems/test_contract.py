"""The output contract, for every environment of every shipped system."""

import re

import pytest

from tasktracker_cfn.config.selecting import select
from tasktracker_cfn.model.nest import STACK_TYPE
from tests.systems import database, network, plaintext, references
from tests.systems.built import System, text, true

FOLDERS = [f"{environment.system}/{environment.environment}" for environment in select([]).environments]
EVERY = pytest.mark.parametrize("system", FOLDERS, indirect=True)
KNOWN_TYPE = re.compile(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+|Custom::[\w@-]+")
# What CloudFormation takes: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
RESOURCES, PARAMETERS, OUTPUTS, BYTES = 500, 200, 200, 1_000_000


@EVERY
def test_c_01_there_is_a_root(system: System) -> None:
    """root.yaml exists, can be read, and has resources."""
    assert (system.folder / "root.yaml").is_file()
    assert system.nest.root.resources


@EVERY
def test_c_02_the_four_stacks_are_nested(system: System) -> None:
    """The root nests network, data, service and edge in its own folder; what goes to another region is beside them."""
    nested = {stack.template.file.resolve() for path, stack in system.nest.stacks.items() if path}
    assert {system.folder.resolve() / f"{name}.yaml" for name in ("network", "data", "service", "edge")} <= nested
    # Folders below it hold what is for other programs.
    alone = {path.name for path in system.folder.iterdir() if path.is_file()}
    alone -= {"root.yaml", *(path.name for path in nested)}
    assert alone <= {"replica.yaml"}


@EVERY
def test_c_03_template_urls_are_relative(system: System) -> None:
    """Every TemplateURL is a relative path to a file, so that it can be uploaded and rewritten."""
    stacks = system.of(STACK_TYPE)
    assert stacks
    for stack in stacks:
        url = text(stack.get("TemplateURL"))
        assert "://" not in url
        assert not url.startswith("/")
        assert (stack.resource.file.parent / url).is_file()
        assert (*stack.resource.stack, stack.resource.logical_id) in system.nest.stacks


@EVERY
def test_c_04_templates_hold_together(system: System) -> None:
    """Nothing dangles or waits for itself, no wire is missing or too many, no fixed value is refused."""
    assert references.dangling(system.nest) == []
    assert references.miswired(system.nest) == []
    assert references.unfitting(system.nest) == []
    assert [stack for stack in system.nest.stacks if system.order.circle(stack)] == []


@EVERY
def test_c_05_values_cross_stacks_by_parameters_and_outputs(system: System) -> None:
    """Nothing is imported, and what the root exports on request no stack of the nest reads in that way."""
    assert references.uses(system.nest, "Fn::ImportValue") == []
    children = [stack for path, stack in system.nest.stacks.items() if path]
    outputs = [output for stack in children for output in stack.outputs.values()]
    assert [output.name for output in outputs if "Export" in output.definition] == []


@EVERY
def test_c_06_templates_are_within_cloudformations_sizes(system: System) -> None:
    """No template has more resources, parameters, outputs or bytes than CloudFormation takes."""
    for stack in system.nest.stacks.values():
        assert 0 < len(stack.resources) <= RESOURCES
        assert len(stack.parameters) <= PARAMETERS
        assert len(stack.outputs) <= OUTPUTS
        assert stack.template.file.stat().st_size <= BYTES


@EVERY
def test_c_07_resource_types_are_of_a_known_form(system: System) -> None:
    """Every resource type is one of AWS's or a custom resource."""
    assert [item.type for item in system.items if not KNOWN_TYPE.fullmatch(item.type)] == []


@EVERY
def test_c_08_no_secret_is_in_plain_text(system: System) -> None:
    """No secret is a literal, and no hidden parameter has a default."""
    assert plaintext.written_out(system) == []


@EVERY
def test_c_09_generated_passwords_are_such_as_rds_takes(system: System) -> None:
    """The generated password of a database has no slash, at, quote or space."""
    databases = system.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster")
    # RDS knows what it takes itself, where it makes the password.
    for item in databases:
        if not item.get("MasterUsername") or true(item.get("ManageMasterUserPassword")):
            continue
        generated = database.secret_of(system, item).get("GenerateSecretString")
        assert database.unwanted_characters(generated) == set()


@EVERY
def test_c_10_the_address_plan_holds(system: System) -> None:
    """Subnets lie inside their VPC's block and do not overlap."""
    assert len(network.subnets(system)) >= 4
    assert network.unplanned(system) == []
