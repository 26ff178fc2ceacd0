"""A review as text, for a person at a terminal or for a log."""

from collections.abc import Iterator, Mapping
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from tasktracker_cfn.deploy.review import drift, times, wording
from tasktracker_cfn.deploy.review.values import Decision, Effect, NamedChange, Review, Row, Verdict
from tasktracker_cfn.errors import printable

BADGES: Mapping[Verdict, tuple[str, str]] = {
    "stop": ("STOP", "bold white on red"),
    "look": ("LOOK", "bold black on yellow"),
    "go": ("READY", "bold black on green"),
    "none": ("NO CHANGE", "bold black on green"),
}
FRAMES: Mapping[Verdict, str] = {"stop": "red", "look": "yellow", "go": "green", "none": "green"}
STYLES: Mapping[Effect, str] = {
    "add": "green",
    "change": "yellow",
    "replace": "red",
    "remove": "red",
    "import": "cyan",
}
DRIFTS = {"in sync": "green", "drifted": "bold yellow", "partly checked": "yellow", "not checked": "dim"}
SIGN_STYLES = {"+": "green", "~": "yellow", "-": "red"}
NARROW = 40


def terminal(review: Review, *, width: int, color: bool, everything: bool = False) -> str:
    """Give a review as text of a width; without color it has no control characters at all.

    :param everything: whether also what only follows, or does not change, is told row by row
    """
    out = StringIO()
    console = Console(
        file=out,
        width=max(width, NARROW),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for piece in _pieces(review, framed=color, everything=everything):
        console.print(piece)
    if review.next:
        # In one line, however long: it is there to be copied.
        console.print(Text.assemble(("next: ", "dim"), (printable(review.next), "bold")), soft_wrap=True)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _pieces(review: Review, *, framed: bool, everything: bool) -> Iterator[RenderableType]:
    yield from _head(review, framed=framed)
    if review.decisions:
        tree = Tree(Text("Needs a decision", style="bold red"), guide_style="dim")
        for decision in review.decisions:
            _decision(tree, decision)
        yield tree
    if review.security:
        yield Text("Who may do what, who reaches what", style="bold")
        yield _security(review, everything=everything)
    for heading, changes in (("Parameters", review.parameters), ("Outputs", review.outputs), ("Tags", review.tags)):
        if changes:
            yield Text(heading, style="bold")
            yield _named(changes, everything=everything)
    if review.rows:
        yield Text("Resources", style="bold")
        yield _resources(review, everything=everything)
    for note in review.notes:
        yield Text.assemble(("note: ", "yellow"), printable(note))


def _head(review: Review, *, framed: bool) -> Iterator[RenderableType]:
    subject = review.subject
    title = " · ".join(
        printable(part) for part in (subject.stack_name, subject.region, subject.account, subject.change_set) if part
    )
    badge, style = BADGES[review.verdict]
    counts = Text("  ").join(
        Text(text, style=STYLES[effect] if not text.startswith(f"{wording.SIGNS[effect]}0") else "dim")
        for effect, text in wording.counted(review.counts)
    )
    head = Text.assemble(
        (f" {badge} " if framed else badge, style), "  ", (" · ".join(wording.headline(review)), "bold")
    )
    lines: list[RenderableType] = [head]
    if review.verdict != "none":
        where = f"   in {len(review.changed_stacks)} of {len(review.stacks)} stacks" if review.changed_stacks else ""
        lines.append(Text.assemble(counts, where))
    lines.extend(_known(review))
    if framed:
        yield Panel(Group(*lines), title=Text(title), border_style=FRAMES[review.verdict])
    else:
        yield Text(title)
        yield from lines


def _known(review: Review) -> Iterator[Text]:
    """Give what is known beside the changes themselves: cost, time, drift."""
    known = [Text.assemble("Cost ", (printable(review.cost), "bold"))] if review.cost else []
    if review.time:
        why = printable(times.explained(review.time))
        known.append(Text.assemble("Time ", (times.likely(review.time.whole), "bold"), " ", (why, "dim")))
    if known:
        yield Text("   ").join(known)
    if review.drift:
        state = review.drift.state
        words = (printable(drift.drift_words(review.drift)), DRIFTS[state])
        told = Text.assemble("Drift ", words, " ", (drift.checked_words(review.drift), "dim"))
        if state == "drifted":
            told.append(f"  → {printable(drift.drift_command(review.subject))}")
        yield told


def _decision(tree: Tree, decision: Decision) -> None:
    branch = tree.add(
        Text.assemble(
            (f"{wording.mark(decision)} ", "red" if decision.allow else "yellow"),
            (printable(decision.address), "bold"),
            f" {printable(decision.type)}  ",
            (decision.effect.upper(), "bold red"),
            f" · {wording.holding(decision)}",
            f" · policy {decision.policy}" if decision.policy else "",
        )
    )
    branch.add(Text(printable(wording.fate(decision))))
    for change in decision.forcing:
        before, after = wording.change_text(change)
        branch.add(
            Text.assemble(
                f"{printable(change.name)}  ",
                (before, "red"),
                " → ",
                (after, "green"),
                (f"   recreates: {change.recreation.lower()}" if change.forces else "", "dim"),
                (f"   follows {printable(change.cause)}" if change.cause else "", "dim"),
            )
        )
    if decision.dependents:
        branch.add(Text(f"changes with it: {', '.join(map(printable, decision.dependents))}"))
    if decision.allow:
        branch.add(Text(f"if that is meant: --allow {printable(decision.address)}", style="dim"))


def _security(review: Review, *, everything: bool) -> RenderableType:
    table = _table()
    table.add_column(no_wrap=True, width=1)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    first = review.subject.kind == "CREATE" and not everything
    changes = [change for change in review.security if change.public] if first else review.security
    longest = 0 if everything else 2 * wording.LONGEST
    for change in changes:
        what = Text(wording.shown(change.what, longest=longest), style="bold yellow" if change.public else "")
        if change.before is not None or change.after is not None:
            what.append(f"  {wording.shown(change.before, longest=longest)}", "red")
            what.append(" → ")
            what.append(wording.shown(change.after, longest=longest), "green")
        if change.public:
            what.append("  open to anybody", "bold yellow")
        table.add_row(Text(change.sign, style=SIGN_STYLES[change.sign]), printable(change.address), what)
    rest = len(review.security) - len(changes)
    if rest:
        table.add_row(
            "·", Text(f"{rest} more", style="dim"), Text("all new, none public; --all lists them", style="dim")
        )
    return table


def _named(changes: tuple[NamedChange, ...], *, everything: bool) -> RenderableType:
    table = _table()
    table.add_column(no_wrap=True, width=1)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for change in changes:
        mark = "~" if change.before is not None and (change.after is not None or not change.known) else "+"
        mark = "-" if change.after is None and change.known else mark
        table.add_row(
            Text(mark, style=SIGN_STYLES[mark]), printable(change.name), _sides(change, everything=everything)
        )
    return table


def _sides(change: NamedChange, *, everything: bool) -> Text:
    before, after = wording.change_text(change, 0 if everything else wording.LONGEST)
    return Text.assemble((before, "red"), " → ", (after, "green" if change.known else "dim"))


def _resources(review: Review, *, everything: bool) -> RenderableType:
    table = _table()
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, width=1)
    table.add_column(ratio=1, overflow="fold")
    taking = times.times(review.time)
    if review.time:
        table.add_column(no_wrap=True, justify="right", style="dim")
    rows = wording.listed(review, everything=everything)
    lines = wording.folded(review, everything=everything)
    for path in (*review.stacks, None):
        name = wording.stack_name(path) if path is not None else ""
        found = [
            *(
                (_mark(row), _body(row, everything=everything), taking.of([row.address]))
                for row in rows
                if row.stack == path
            ),
            *((*_fold(line), line.time) for line in lines if line.stack == path),
        ]
        for mark, body, time in found:
            table.add_row(Text(printable(name), style="bold"), mark, body, *([time] if review.time else []))
            name = ""
    return table


def _fold(line: wording.Folded) -> tuple[Text, Text]:
    style = "green" if line.sign == "+" else "dim"
    return Text(line.sign, style=style), Text(printable(f"{line.what}  {line.why}"), style=style)


def _mark(row: Row) -> Text:
    return Text(wording.sign(row), style="dim" if row.label == "unresolved" else STYLES[row.effect])


def _body(row: Row, *, everything: bool) -> RenderableType:
    """Give what changes of a resource: a line for itself, and one for each place."""
    head = Text(printable(row.logical_id), style="" if row.label == "real" else "dim")
    head.append(f"  {printable(wording.short_type(row.type))}", "dim")
    if row.replacement != "no":
        head.append("  replaced" if row.replacement == "yes" else "  may be replaced", "red")
    if row.effect == "remove":
        head.append(f"  removed{f', policy {row.policy}' if row.policy else ''}", "red")
    if reason := wording.why(row):
        head.append(f"  {printable(reason)}", "dim")
    lines: list[RenderableType] = [head]
    for change in row.properties if row.effect in {"change", "replace"} else ():
        before, after = wording.change_text(change, 0 if everything else wording.LONGEST)
        style = "green" if change.known else "dim"
        line = Text.assemble(f"{printable(change.name)}  ", (before, "red"), " → ", (after, style))
        lines.append(Padding(line, (0, 0, 0, 2), expand=False))
    return Group(*lines)


def _table() -> Table:
    return Table(box=None, pad_edge=True, show_header=False, expand=True)
