"""The values of the root's parameters for one deployment: given, kept, or the template's defaults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.errors import ParametersError
from tasktracker_cfn.model.parameters import unknown_names
from tasktracker_cfn.model.stacks import Parameter, Stack
from tasktracker_cfn.model.texts import literal


@dataclass(frozen=True)
class Deployed:
    """What a stack that exists has: its values (``****`` where they are secret) and its old template's defaults."""

    values: Mapping[str, str] = field(repr=False)
    defaults: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class Parameters:
    """The values of one deployment; no representation of it shows one.

    `asked` is for the change set: None keeps the value that is deployed; what has its default is left out. `effective`
    has all values that are known, also defaults and kept ones; secret ones only where they were given. `secret` are
    the names of those with NoEcho, and `kept` of those that keep their value; `hidden_defaults` has the defaults of
    secret ones that nobody gave.
    """

    asked: Mapping[str, str | None] = field(repr=False)
    effective: Mapping[str, str] = field(repr=False)
    secret: frozenset[str] = frozenset()
    kept: tuple[str, ...] = ()
    hidden_defaults: Mapping[str, str] = field(default_factory=dict, repr=False)

    def shown(self) -> Mapping[str, str]:
        """Give all values as they may be printed and written."""
        names = dict.fromkeys((*self.effective, *self.asked, *sorted(self.secret)))
        return {name: HIDDEN if name in self.secret else self.effective.get(name, HIDDEN) for name in names}


def choose(root: Stack, given: Mapping[str, str], deployed: Deployed | None) -> Parameters:
    """Give the values of a deployment; `deployed` is None when the stack was never made.

    What is not given keeps a value that somebody gave before (the image that a pipeline deployed, say), and follows
    the template where it stands at the old template's default.

    :raises ParametersError: with all that are missing or unknown
    """
    problems = [*unknown_names(given, root), *_missing(root, given, deployed)]
    if problems:
        raise ParametersError(problems)
    asked: dict[str, str | None] = {}
    effective: dict[str, str] = {}
    hidden: dict[str, str] = {}
    kept: list[str] = []
    for parameter in root.parameters.values():
        name = parameter.name
        if name in given:
            asked[name] = effective[name] = given[name]
        elif deployed and _is_kept(parameter, deployed):
            asked[name] = None
            kept.append(name)
            if not is_secret(parameter):
                effective[name] = deployed.values[name]
        elif is_secret(parameter):
            hidden[name] = default_of(parameter.definition) or ""
        else:
            effective[name] = default_of(parameter.definition) or ""
    secret = frozenset(name for name, parameter in root.parameters.items() if is_secret(parameter))
    return Parameters(asked, effective, secret, tuple(kept), hidden)


def is_secret(parameter: Parameter) -> bool:
    """Tell whether the value of a parameter must not be shown."""
    return literal(_scalar(parameter.definition.get("NoEcho"))) == "true"


def default_of(definition: Mapping[str, object]) -> str | None:
    """Give the default of a parameter as the text that AWS gives back, or None when it has none."""
    value = definition.get("Default")
    if isinstance(value, list):
        return ",".join(literal(_scalar(item)) or "" for item in value)
    return literal(_scalar(value))


def _is_kept(parameter: Parameter, deployed: Deployed) -> bool:
    if parameter.name not in deployed.values:
        return False
    old = deployed.defaults.get(parameter.name)
    return not parameter.has_default or is_secret(parameter) or deployed.values[parameter.name] != old


def _missing(root: Stack, given: Mapping[str, str], deployed: Deployed | None) -> Iterator[str]:
    for name, parameter in root.parameters.items():
        if name in given or parameter.has_default or (deployed and name in deployed.values):
            continue
        description = literal(_scalar(parameter.definition.get("Description")))
        what = f" ({description})" if description else ""
        yield f"{name}{what} has no value: give --param {name}=..., or write it to the file of parameters"


def _scalar(value: object) -> str | bool | int | float:
    return value if isinstance(value, (str, bool, int, float)) else ""
