"""The files that lie beside the templates of a system with metrics: what a template cannot carry, or hides.

The collector's configuration and the rules are in the templates, too, word for word; here a person reads them, and the
tools of Prometheus check them.
"""

from tasktracker_cfn.config import SystemConfig
from templates.monitoring import boards, rules
from templates.service import collector


def files(system: SystemConfig, source: str) -> dict[str, str]:
    """Give the texts of the files by their paths beside the templates.

    :param source: name of the file that describes the system, for what has no room for a comment
    """
    watch = system.monitoring
    found = {"prometheus/collector.yaml": collector.configuration(system)}
    if watch is not None and watch.rules is not None:
        found["prometheus/rules.yaml"] = rules.text_of(system, watch.rules)
    found["grafana/datasource.yaml"] = boards.datasource(system)
    return found | {f"grafana/{kind}.json": text for kind, text in boards.files(system, source).items()}
