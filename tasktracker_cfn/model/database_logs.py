"""The log groups that a database writes to, by the names that RDS gives them."""

from tasktracker_cfn.model.named import names_of
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item
from tasktracker_cfn.model.texts import concatenate

KINDS = {"AWS::RDS::DBCluster": "cluster", "AWS::RDS::DBInstance": "instance"}


def log_group_names(database: Item, log: str) -> tuple[Value, ...]:
    """Give the names that the group of a log can have, first by the identifier that is given, then by the Ref."""
    start = f"/aws/rds/{KINDS[database.type]}/"
    # RDS knows every database by its name in lower case; an empty one is none.
    return tuple(concatenate((start, _lower(name), f"/{log}")) for name in names_of(database) if name != "")


def _lower(name: Value) -> Value:
    if isinstance(name, Text):
        return Text(tuple(part.lower() if isinstance(part, str) else part for part in name.parts))
    return name.lower() if isinstance(name, str) else name
