"""What a person must decide: whatever may hold something, and is replaced or removed, in any stack."""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.review.values import Decision, Row

DATA: Mapping[str, str] = {
    "Delete": "it is deleted with all that it holds",
    "Snapshot": "a snapshot is taken, then it is deleted",
    "Retain": "it leaves the stack and stays in the account, to be deleted or imported by hand",
    "ReplaceAndDelete": "the new one is empty; the old one is deleted with all that it holds",
    "ReplaceAndSnapshot": "the new one is empty; of the old one a snapshot is taken, then it is deleted",
    "ReplaceAndRetain": "the new one is empty; the old one stays in the account, outside the stack",
}
OTHERS: Mapping[str, str] = {
    "edge": "has another address, which everybody who knows the old one has to learn",
    "network": "has another id; what is in the old one moves, or keeps it from being deleted",
    "unknown": "starts as its template says, without what the old one may hold",
}


def decisions(rows: Sequence[Row]) -> tuple[Decision, ...]:
    """Give the decisions that some rows want; what surely does not change wants none."""
    return tuple(_decisions(rows))


def _decisions(rows: Sequence[Row]) -> Iterator[Decision]:
    for row in rows:
        if row.holds is None or row.label == "unresolved" or row.effect not in {"replace", "remove"}:
            continue
        removed = row.effect == "remove"
        yield Decision(
            row.address,
            row.type,
            row.holds,
            "removed" if removed else "replaced" if row.replacement == "yes" else "may be replaced",
            row.policy,
            _fate(row),
            tuple(change for change in row.properties if change.forces),
            tuple(dict.fromkeys(_dependents(rows, row))),
            row.cause,
        )


def _dependents(rows: Sequence[Row], cause: Row) -> Iterator[str]:
    """Give what changes with it: rows that follow it, or have a place that does."""
    for row in rows:
        if row.label == "unresolved" or row.address == cause.address:
            continue
        if cause.address in {row.cause, *(change.cause for change in row.properties)}:
            yield row.address


def _fate(row: Row) -> str:
    policy = row.policy or ("Delete" if row.effect == "remove" else "ReplaceAndDelete")
    if row.holds == "data" or row.effect == "remove":
        return DATA.get(policy, "what becomes of it AWS decides by its policy")
    kept = "; the old one stays in the account" if policy.endswith("Retain") else ""
    return f"the new one {OTHERS[row.holds or 'edge']}{kept}"
