"""The words and signs that all forms of a review share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tasktracker_cfn.deploy.guarding.harmless import HARMLESS
from tasktracker_cfn.deploy.guarding.stateful import TO_BE_KEPT, held
from tasktracker_cfn.deploy.review.times import Times, times
from tasktracker_cfn.deploy.review.values import Counts, Decision, Effect, NamedChange, PropertyChange, Review, Row
from tasktracker_cfn.errors import printable
from tasktracker_cfn.model.stacks import StackPath

SIGNS: Mapping[Effect, str] = {"add": "+", "change": "~", "replace": "±", "remove": "\N{MINUS SIGN}", "import": "="}
LATER = "known after deployment"
ABSENT = "—"
LONGEST = 60
# More new resources of one stack are counted instead of listed.
MOST_ADDED = 6
MOST_NAMED = 6


class Folded(NamedTuple):
    """Rows of one stack, or of all (None), that are told in one line; `time` is how long they take."""

    stack: StackPath | None
    sign: str
    what: str
    why: str
    time: str = ""


def stack_name(path: StackPath) -> str:
    """Give what a person calls a stack."""
    return "/".join(path) or "(root)"


def shown(value: str | None, *, known: bool = True, longest: int = LONGEST) -> str:
    """Give a value in one line; what is long is cut in the middle, as its end often tells more."""
    if not known:
        return LATER
    if value is None:
        return ABSENT
    text = printable(value) or '""'
    if longest and len(text) > longest:
        head = (longest - 1) * 2 // 3
        return f"{text[:head]}…{text[-(longest - 1 - head) :]}"
    return text


def headline(review: Review) -> tuple[str, ...]:
    """Give what the verdict rests on, the gravest first."""
    counted = [
        (sum(d.effect == "replaced" for d in review.decisions), "stateful replacement"),
        (sum(d.effect == "may be replaced" for d in review.decisions), "possible stateful replacement"),
        (sum(d.effect == "removed" for d in review.decisions), "stateful removal"),
        (sum(d.effect == "without backups" for d in review.decisions), "loss of backups"),
        (sum(d.effect == "guarded less" for d in review.decisions), "weaker safeguard"),
        (review.public_paths, "new public path"),
    ]
    found = [
        f"{number} {what}{'s' if number > 1 and not what.endswith('s') else ''}" for number, what in counted if number
    ]
    wider = sum(change.kind == "iam" and change.sign != "-" for change in review.security)
    if wider and review.subject.kind == "UPDATE":
        found.append(f"{wider} new or changed permission{'s' if wider > 1 else ''}")
    if review.verdict == "none":
        return ("what is deployed is what was built",)
    if review.subject.kind == "CREATE":
        return ("first deployment", *found)
    return tuple(found) or ("nothing that needs a decision",)


def counted(counts: Counts) -> tuple[tuple[Effect, str], ...]:
    """Give the counts as texts, each with the effect that it counts."""
    numbers: tuple[tuple[Effect, int, str], ...] = (
        ("add", counts.add, "add"),
        ("change", counts.change, "change"),
        ("replace", counts.replace, "replace"),
        ("remove", counts.remove, "remove"),
        ("import", counts.imported, "import"),
    )
    return tuple(
        (effect, f"{SIGNS[effect]}{number} {word}") for effect, number, word in numbers if number or word != "import"
    )


def listed(review: Review, *, everything: bool) -> tuple[Row, ...]:
    """Give the rows that are told one by one."""
    if everything:
        return review.rows
    many = {path for path in review.stacks if sum(_is_added(row, path) for row in review.rows) > MOST_ADDED}
    return tuple(
        row
        for row in review.rows
        if row.label == "real" and not _only_tags(row) and not (row.action == "Add" and row.stack in many)
    )


def folded(review: Review, *, everything: bool) -> tuple[Folded, ...]:
    """Give the rows that are told in one line each stack and reason."""
    if everything:
        return ()
    taking = times(review.time)
    same = [row for row in review.rows if row.label == "unresolved"]
    tagged = [row for row in review.rows if row.label == "real" and _only_tags(row)]
    return (
        *(line for path in review.stacks for line in _folded(review, path, taking)),
        *(
            [Folded(None, SIGNS["change"], f"{len(tagged)} resources in {_stacks(tagged)}", "only tags")]
            if tagged
            else ()
        ),
        *([_unresolved(same)] if same else ()),
    )


def _folded(review: Review, path: StackPath, taking: Times) -> Iterator[Folded]:
    rows = [row for row in review.rows if row.stack == path]
    added = [row for row in rows if _is_added(row, path)]
    if len(added) > MOST_ADDED:
        yield Folded(path, "+", f"{len(added)} resources", _kinds(added), taking.of_stack(path, added))
    causes = dict.fromkeys((row.cause, row.certain, row.effect) for row in rows if row.label == "follows")
    for cause, certain, effect in causes:
        those = [
            row
            for row in rows
            if (row.label, row.cause, row.certain, row.effect) == ("follows", cause, certain, effect)
        ]
        verb = ("follows" if len(those) == 1 else "follow") if certain else "may follow"
        done = " and is replaced" if certain and effect == "replace" else ""
        sign, time = SIGNS[effect] if certain else "·", taking.of(row.address for row in those)
        yield Folded(path, sign, _names(those), f"{verb} {cause}{done}", time)


def _unresolved(rows: Sequence[Row]) -> Folded:
    """Give one line for all that does not change."""
    why = "AWS cannot exclude a change; templates and inputs are identical, so nothing changes"
    return Folded(None, "·", f"{len(rows)} unresolved in {_stacks(rows)}", why)


def why(row: Row) -> str:
    """Give the label of a row in words."""
    if row.label == "real":
        return ""
    if row.label == "follows":
        return f"{'follows' if row.certain else 'may follow'} {row.cause}"
    return "unresolved, inputs identical"


def sign(row: Row) -> str:
    """Give the sign of a row."""
    return "·" if row.label == "unresolved" else SIGNS[row.effect]


def short_type(kind: str) -> str:
    """Give a type without what all of them have."""
    return kind.removeprefix("AWS::")


def fate(decision: Decision) -> str:
    """Give what becomes of something, and what is at stake with it."""
    words = held(decision.type)
    if decision.type in HARMLESS:
        words = TO_BE_KEPT
    elif decision.holds == "data" or (decision.holds == "edge" and decision.effect == "removed"):
        words = f"at stake: {words}"
    elif decision.holds == "edge":
        words = ""
    return f"{decision.fate}; {words}" if words else decision.fate


def holding(decision: Decision) -> str:
    """Give the kind of what something holds."""
    return "of a type not known here" if decision.holds == "unknown" else f"holds {decision.holds}"


def change_text(change: PropertyChange | NamedChange, longest: int = LONGEST) -> tuple[str, str]:
    """Give the sides of a change."""
    before, after = change.before, change.after
    if longest and before and after and change.known:
        before, after = _aligned(before, after, longest)
    return shown(before, longest=longest), shown(after, known=change.known, longest=longest)


def mark(decision: Decision) -> str:
    """Give the sign of a decision."""
    if not decision.allow:
        return "!"
    return SIGNS["remove" if decision.effect in {"removed", "without backups"} else "replace"]


def recreation(changes: Sequence[PropertyChange]) -> str:
    """Give how the gravest of some changes makes a new resource."""
    return next((word for word in ("Always", "Conditionally") if any(c.recreation == word for c in changes)), "")


def _aligned(before: str, after: str, longest: int) -> tuple[str, str]:
    """Leave out what two long texts begin with, so that the difference can be seen."""
    if max(len(before), len(after)) <= longest:
        return before, after
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    cut = max(0, start - longest // 3)
    return (f"…{before[cut:]}", f"…{after[cut:]}") if cut else (before, after)


def _only_tags(row: Row) -> bool:
    return row.effect == "change" and bool(row.properties) and all(c.name.startswith("Tags") for c in row.properties)


def _stacks(rows: Sequence[Row]) -> str:
    return ", ".join(dict.fromkeys(stack_name(row.stack) for row in rows))


def _is_added(row: Row, path: StackPath) -> bool:
    return row.action == "Add" and row.stack == path


def _names(rows: Sequence[Row]) -> str:
    names = ", ".join(row.logical_id for row in rows[:MOST_NAMED])
    return f"{names} and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else names


def _kinds(rows: Sequence[Row]) -> str:
    numbers: dict[str, int] = {}
    for row in rows:
        kind = row.type.rpartition("::")[2]
        numbers[kind] = numbers.get(kind, 0) + 1
    most = sorted(numbers, key=lambda kind: (-numbers[kind], kind))
    told = ", ".join(f"{numbers[kind]} {kind}" if numbers[kind] > 1 else kind for kind in most[:MOST_NAMED])
    return f"{told} and more" if len(most) > MOST_NAMED else told
