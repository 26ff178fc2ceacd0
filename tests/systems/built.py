"""The reader of built systems, under the name by which the tests of the documents know it."""

from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.system import (
    ATTACHMENT,
    Item,
    System,
    entries,
    follow,
    listed,
    number,
    pairs,
    references,
    siblings,
    text,
    true,
)

__all__ = [
    "ATTACHMENT",
    "Item",
    "System",
    "all_references",
    "entries",
    "follow",
    "listed",
    "literals",
    "number",
    "pairs",
    "references",
    "siblings",
    "text",
    "true",
]
