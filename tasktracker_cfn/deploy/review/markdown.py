"""A review in Markdown, for a comment on a pull request.

What comes from AWS or from templates stands in code, in which nothing is markup, nobody is notified, and no image is
loaded; GitHub lets nothing else out of it.
"""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.plain import count
from tasktracker_cfn.deploy.review import drift, times, wording
from tasktracker_cfn.deploy.review.values import Decision, NamedChange, Review, Row, SecurityChange, Verdict
from tasktracker_cfn.errors import printable
from tasktracker_cfn.insight.duration.estimating import Estimate

MARKS: Mapping[Verdict, str] = {"stop": "🛑", "look": "⚠️", "go": "✅", "none": "✅"}
# GitHub cuts comments at 65,536 characters: https://github.com/orgs/community/discussions/27190
LONGEST = 60_000
WORDS = {"+": "new", "~": "changed", "-": "gone"}


def markdown(review: Review, *, everything: bool = False) -> str:
    """Give a review in Markdown; what would be longer than a comment may be is cut, and says so.

    :param everything: whether also what only follows, or does not change, is told row by row
    """
    text = "\n".join(_lines(review, everything=everything)) + "\n"
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST].rpartition("\n")[0]
    closing = "\n\n</details>" * (head.count("<details>") - head.count("</details>"))
    return f"{head}{closing}\n\n*Longer than a comment may be: `plan --all` shows the rest.*\n"


def code(text: str) -> str:
    """Give a text as code that can stand anywhere, also in a table."""
    line = printable(text)
    if line and not set("`|") & set(line) and line.strip() == line:
        return f"`{line}`"
    return f"<code>{''.join(_entity(character) for character in line)}</code>"


def _entity(character: str) -> str:
    return character if character.isalnum() or character == " " else f"&#{ord(character)};"


def _lines(review: Review, *, everything: bool) -> Iterator[str]:
    subject = review.subject
    yield f"<!-- tasktracker-cfn plan: {''.join(c for c in subject.stack_name if c.isalnum() or c == '-')} -->"
    yield f"### {MARKS[review.verdict]} {code(subject.stack_name)} — {', '.join(wording.headline(review))}"
    yield ""
    yield from _counts(review)
    for decision in review.decisions:
        yield from _decision(decision)
    yield from _security(review)
    for heading, changes in (("Parameters", review.parameters), ("Outputs", review.outputs), ("Tags", review.tags)):
        if changes:
            yield from _details(f"{heading} ({len(changes)} changed)", _named(changes))
    if review.rows:
        sure = sum(row.label == "real" for row in review.rows)
        heading = f"Resources ({sure} changed, {review.counts.folded} {'not' if everything else 'folded'})"
        yield from _details(heading.replace(" not)", " follow or stay)"), _resources(review, everything=everything))
    if review.time and review.time.path:
        heading = f"Critical path ({times.likely(review.time.whole)}, {times.around(review.time.whole)})"
        yield from _details(heading, _critical_path(review.time))
    for note in review.notes:
        yield f"> [!NOTE]\n> {code(note)}\n"
    where = [subject.account, subject.region, subject.change_set]
    yield " · ".join(code(part) for part in where if part)
    if review.next:
        yield f"\nnext: {code(review.next)}"


def _counts(review: Review) -> Iterator[str]:
    if review.verdict == "none":
        return
    counts = review.counts
    known = list(_known(review))
    yield f"| | + add | ~ change | ± replace | \N{MINUS SIGN} remove |{''.join(f' {name} |' for name, _ in known)}"
    yield f"|--|--:|--:|--:|--:|{'--:|' * len(known)}"
    numbers = " | ".join(
        f"**{number}**" if number and grave else str(number)
        for number, grave in ((counts.add, 0), (counts.change, 0), (counts.replace, 1), (counts.remove, 1))
    )
    where = (
        f"**{len(review.stacks)} stack{'s' if len(review.stacks) != 1 else ''}** ({len(review.changed_stacks)} changed)"
    )
    yield f"| {where} | {numbers} |{''.join(f' {code(value)} |' for _, value in known)}"
    yield ""
    if review.drift and review.drift.drifted:
        yield f"What has drifted says {code(drift.drift_command(review.subject))}.\n"


def _known(review: Review) -> Iterator[tuple[str, str]]:
    if review.cost:
        yield "cost", review.cost
    if review.time:
        yield "time", times.likely(review.time.whole)
    if review.drift:
        yield "drift", f"{drift.drift_words(review.drift)} {drift.checked_words(review.drift)}".strip()


def _critical_path(estimate: Estimate) -> Iterator[str]:
    """Give what everything waits for, and how long each takes."""
    yield "| | | likely | range |"
    yield "|--|--|--:|--:|"
    for part in estimate.path:
        if told := times.minutes(part.span.likely):
            what = "" if part.phase == "made" else "the old one goes"
            yield f"| {code(part.address)} | {what} | {told} | {times.around(part.span)} |"
    if unread := times.without_reading(estimate):
        yield ""
        yield f"Nobody has read how long {unread} of them take; they are assumed."


def _decision(decision: Decision) -> Iterator[str]:
    yield "> [!CAUTION]" if decision.allow else "> [!WARNING]"
    policy = f" ({code(decision.policy)})" if decision.policy else ""
    yield f"> {code(decision.address)} {code(decision.type)} **{decision.effect}**{policy}: {wording.fate(decision)}."
    for change in decision.forcing:
        before, after = wording.change_text(change)
        follows = f", follows {code(change.cause)}" if change.cause else ""
        recreates = f" (recreates: {change.recreation.lower()}{follows})" if change.forces else ""
        yield f"> {code(change.name)}: {code(before)} → {code(after)}{recreates}."
    if decision.dependents:
        yield f"> Changes with it: {', '.join(map(code, decision.dependents))}."
    yield ""


def _security(review: Review) -> Iterator[str]:
    public = [change for change in review.security if change.public]
    rest = [change for change in review.security if not change.public]
    if public:
        yield "> [!WARNING]"
        yield from (f"> {_sentence(change)} **Open to anybody.**" for change in public)
        yield ""
    if rest:
        heading = f"Who may do what, who reaches what ({count(len(rest), 'change')})"
        yield from _details(heading, [f"- {_sentence(change)}" for change in rest])


def _sentence(change: SecurityChange) -> str:
    text = f"{WORDS[change.sign]}: {code(change.address)} {code(wording.shown(change.what, longest=300))}"
    if change.before is not None or change.after is not None:
        before, after = (wording.shown(side, longest=300) for side in (change.before, change.after))
        text += f": {code(before)} → {code(after)}"
    return f"{text}."


def _named(changes: Sequence[NamedChange]) -> Iterator[str]:
    yield "| | before | after |"
    yield "|--|--|--|"
    for change in changes:
        before, after = wording.change_text(change, 120)
        yield f"| {code(change.name)} | {code(before)} | {code(after)} |"


def _resources(review: Review, *, everything: bool) -> Iterator[str]:
    timed, taking = review.time is not None, times.times(review.time)
    yield f"| stack | | resource | property | before | after |{' time |' if timed else ''}"
    yield f"|--|--|--|--|--|--|{'--:|' if timed else ''}"
    for row in wording.listed(review, everything=everything):
        last = f" {taking.of([row.address])} |" if timed else ""
        for text in _row(row):
            yield f"{text}{last}"
            last = " |" if timed else ""
    for line in wording.folded(review, everything=everything):
        stack = code(wording.stack_name(line.stack)) if line.stack is not None else ""
        last = f" {line.time} |" if timed else ""
        yield f"| {stack} | {line.sign} | {code(line.what)} | {code(line.why)} | | |{last}"


def _row(row: Row) -> Iterator[str]:
    start = f"| {code(wording.stack_name(row.stack))} | {wording.sign(row)} | {code(row.logical_id)} "
    if row.effect not in {"change", "replace"} or not row.properties:
        reason = wording.why(row)
        yield f"{start}| {code(reason) if reason else code(row.type)} | | |"
        return
    for change in row.properties:
        before, after = wording.change_text(change, 120)
        yield f"{start}| {code(change.name)} | {code(before)} | {code(after)} |"


def _details(summary: str, lines: Sequence[str] | Iterator[str]) -> Iterator[str]:
    yield f"<details><summary>{summary}</summary>"
    yield ""
    yield from lines
    yield ""
    yield "</details>"
