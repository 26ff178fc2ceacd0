"""What there is for our own keys to encrypt."""

from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig


def used(system: SystemConfig) -> Violations:
    """Check that no key is paid for in vain: data and log groups there always are, topics come with alarms."""
    has_topics = system.monitoring is not None or system.service.deployment_alarms is not None
    if system.encryption is not None and system.encryption.topics and not has_topics:
        yield Violation(("encryption", "topics"), "there is no topic to encrypt; set monitoring, or leave it out")
