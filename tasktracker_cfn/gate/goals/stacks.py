"""Goals for stacks, and for how their resources are named."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.rules.fixed_names import is_told
from tasktracker_cfn.model.named import NAMES
from tasktracker_cfn.model.nest import STACK_TYPE
from tasktracker_cfn.model.system import System, listed

STACKS = Area("Stacks")


@STACKS.exempted("stack-notifications", "CKV_AWS_124 SH:CloudFormation.1")
def notifications(system: System) -> Iterator[Breach]:
    """Somebody hears of what happens to every stack."""
    for stack in system.of(STACK_TYPE):
        if not listed(stack.get("NotificationARNs")):
            yield stack, "tells nobody of its events"


@STACKS.always("no-fixed-names", "CFN_NO_EXPLICIT_RESOURCE_NAMES cn:W28")
def names(system: System) -> Iterator[Breach]:
    """No resource has a name of the author's choice where CloudFormation can make one."""
    for item in system.of(*NAMES):
        # What a rule says more of is told once.
        if item.get(NAMES[item.type]) is not None and not is_told(item):
            yield item, f"has its {NAMES[item.type]} written down"
