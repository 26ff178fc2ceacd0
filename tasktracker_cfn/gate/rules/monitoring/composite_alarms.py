"""The rules of composite alarms."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System

COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
ALARMS = ("AWS::CloudWatch::Alarm", COMPOSITE)
API = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html"
CHILDREN, ELEMENTS, LONGEST = 100, 500, 10_240
SYMBOL = "symbol"
TOKEN = re.compile(
    r"\s*(?:(?P<state>(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:\"[^\"]+\"\s*|[^\s\"()][^\"()]*)\))"
    # Newer than the rest: so many of a list of alarms.
    r"|(?P<count>AT_LEAST\s*\([^()]*(?:\([^()]*\)[^()]*)*\))"
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<open>\()|(?P<close>\)))",
    re.IGNORECASE,
)


@rule(
    "composite-alarm-rule",
    rows="O10",
    severity="error",
    why="CloudWatch refuses a rule that is not made of ALARM, OK, INSUFFICIENT_DATA, AND, OR, NOT, TRUE and FALSE.",
    remedy='Write it by Fn::Sub, as in ALARM("${One}") AND NOT ALARM("${Other}").',
    source=API,
)
def composite_alarm_rule(system: System) -> Iterator[Fault]:
    """The rule of a composite alarm can be read, and is not too long."""
    for item in system.of(COMPOSITE):
        text = _rendered(item.get("AlarmRule"))
        problem = _problem(text) if text is not None else None
        if problem:
            yield Fault(item, f"has a rule {problem}", "AlarmRule")


@rule(
    "composite-alarm-children",
    rows="O10",
    severity="error",
    why="The rule of a composite alarm names other alarms of the same account and region, by name or ARN.",
    remedy="Refer to the alarm by Ref, which is its name and makes CloudFormation create it first.",
    source=API,
)
def composite_alarm_children(system: System) -> Iterator[Fault]:
    """The rule of a composite alarm names alarms, and not more than 100."""
    for item in system.of(COMPOSITE):
        found = item.get("AlarmRule")
        parts = found.parts if isinstance(found, Text) else ()
        for part in parts:
            child = system.at(part) if isinstance(part, Reference) else None
            known = child is not None and child.type.startswith("AWS::CloudWatch::")
            if child is not None and known and child.type not in ALARMS:
                yield Fault(item, f"names {child}, which is no alarm", "AlarmRule")
        text = _rendered(found) or ""
        children = len(re.findall(r"(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(", text))
        if children > CHILDREN:
            yield Fault(item, f"names {children} alarms; {CHILDREN} are allowed", "AlarmRule")


def _rendered(value: Value) -> str | None:
    if isinstance(value, str):
        return value
    if not isinstance(value, Text) or not isinstance(value.parts[0], str):
        return None
    return "".join(part if isinstance(part, str) else SYMBOL for part in value.parts)


def _problem(text: str) -> str | None:
    """Read a rule: terms with AND and OR between them, each with NOT before it or in brackets."""
    if len(text) > LONGEST:
        return f"of {len(text)} characters; {LONGEST} are allowed"
    at = depth = elements = 0
    wants_term = True
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            return f"that cannot be read from {text[at:].strip()[:30]!r} on"
        at, elements = match.end(), elements + 1
        kind = (match["word"] or match.lastgroup or "").upper()
        if (kind in {"AND", "OR", "CLOSE"}) == wants_term:
            return f"with {match[0].strip()[:30]!r} at the wrong place"
        depth += {"OPEN": 1, "CLOSE": -1}.get(kind, 0)
        if depth < 0:
            return "with a bracket too many"
        wants_term = kind in {"AND", "OR", "NOT", "OPEN"}
    if depth or wants_term:
        return "that does not end"
    return f"of {elements} elements; {ELEMENTS} are allowed" if elements > ELEMENTS else None
