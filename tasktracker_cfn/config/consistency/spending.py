"""What the budget needs of the system."""

from tasktracker_cfn.config.monitoring import MonitoringConfig
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.regions import WITHOUT_BUDGETS
from tasktracker_cfn.config.system import SystemConfig


def budget(system: SystemConfig, watch: MonitoringConfig) -> Violations:
    """Check that the region has budgets, and that there is something to count."""
    if watch.budget is None:
        return
    if system.region in WITHOUT_BUDGETS:
        # X05
        yield Violation(
            ("monitoring", "budget"),
            f"CloudFormation makes no budgets in {system.region}; leave it out, and make one for the whole account in "
            "another region",
        )
    tag = watch.budget.tag
    if tag is not None and tag not in system.all_tags():
        allowed = ", ".join(system.all_tags())
        yield Violation(("monitoring", "budget", "tag"), f'nothing carries a tag "{tag}"; the tags are {allowed}')
