"""Parameters that the family of a parameter group has, with values that it takes."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.database.databases import MYSQL, POSTGRES
from tasktracker_cfn.gate.rules.database.families import engine_of
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.system import System


class Known(NamedTuple):
    """The engines that have a parameter, of those of PostgreSQL and MySQL, and the form of its values."""

    engines: tuple[str, ...]
    form: str = r".*"


SWITCH = r"0|1|on|off|true|false"
# Each is common, and of one kind of engine only; of what is not here nothing is known.
PARAMETERS: Mapping[str, Known] = {
    **{name: Known(POSTGRES, SWITCH) for name in ("rds.force_ssl", "rds.logical_replication", "log_disconnections")},
    # From version 18 on it takes a list of stages, too.
    "log_connections": Known(POSTGRES),
    "log_min_duration_statement": Known(POSTGRES, r"-1|\d+"),
    "log_statement": Known(POSTGRES, r"none|ddl|mod|all"),
    "rds.log_retention_period": Known(POSTGRES, r"\d+"),
    "shared_buffers": Known(POSTGRES),
    "shared_preload_libraries": Known(POSTGRES),
    "work_mem": Known(POSTGRES),
    **{name: Known(MYSQL, SWITCH) for name in ("general_log", "slow_query_log", "require_secure_transport")},
    "binlog_format": Known(MYSQL),
    "character_set_server": Known(MYSQL),
    "collation_server": Known(MYSQL),
    "innodb_buffer_pool_size": Known(MYSQL),
    "log_output": Known(MYSQL, r"(table|file|none)(\s*,\s*(table|file|none))*"),
    "long_query_time": Known(MYSQL, r"\d+(\.\d*)?|\.\d+"),
    "max_allowed_packet": Known(MYSQL),
    "time_zone": Known(MYSQL),
}


@rule(
    "parameter-group-parameters",
    rows="D05",
    severity="error",
    why="RDS refuses a parameter that the group's family does not have, and a value that the parameter does not take.",
    remedy="Take names and values from the list that describe-engine-default-parameters gives for the family.",
    source="https://github.com/hashicorp/terraform-provider-aws/issues/1598",
)
def parameter_group_parameters(system: System) -> Iterator[Fault]:
    """Every parameter group sets parameters that its engine has, to values that they take."""
    for group in system.of("AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup"):
        family = group.text("Family")
        engine = engine_of(family) if family else None
        parameters = group.get("Parameters")
        if engine not in (*POSTGRES, *MYSQL) or not isinstance(parameters, Mapping):
            continue
        for name, value in parameters.items():
            problem = _problem(engine, name, known_text(value))
            if problem:
                yield Fault(group, f"sets {name}{problem}", "Parameters", name)


def _problem(engine: str, name: str, value: str | None) -> str | None:
    known = PARAMETERS.get(name)
    if known is None:
        return None
    if engine not in known.engines:
        return f", which {engine} does not have"
    if value is not None and not re.fullmatch(known.form, value, re.IGNORECASE):
        return f" to {value!r}, which it does not take"
    return None
