"""The database as it is watched: by which names it and its replicas appear in metrics, events and logs."""

from collections.abc import Mapping
from typing import NamedTuple

from tasktracker_cfn.authoring.wires import Name

NAMESPACE = "AWS/RDS"


class WatchedDatabase(NamedTuple):
    """The names of a database, of its replicas and parameters, and of the log that tells of refused connections."""

    identifier: Name
    replicas: Mapping[str, Name]
    parameter_group: Name | None
    log_group_name: Name | None
