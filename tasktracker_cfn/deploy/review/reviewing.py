"""Make the review of a change set of all that is known of the nest."""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.masking import HIDDEN, is_secret_name
from tasktracker_cfn.deploy.review.deciding import decisions
from tasktracker_cfn.deploy.review.drift import drift_of
from tasktracker_cfn.deploy.review.expressions import readable, simplified
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, member, part
from tasktracker_cfn.deploy.review.following import Following
from tasktracker_cfn.deploy.review.guarding import Guarding
from tasktracker_cfn.deploy.review.iam import grants, iam_changes
from tasktracker_cfn.deploy.review.masking import Masks
from tasktracker_cfn.deploy.review.network import network_changes, reaches
from tasktracker_cfn.deploy.review.rows import Rows
from tasktracker_cfn.deploy.review.values import (
    Counts,
    Decision,
    NamedChange,
    Review,
    Row,
    SecurityChange,
    Subject,
    Verdict,
    address,
)
from tasktracker_cfn.model.substitution import Mention


def review(nest: NestFacts, subject: Subject) -> Review:
    """Give the review of a change set; the next command is not known here."""
    following, masks = Following(nest), Masks(nest)
    rows = Rows(nest, following, masks).all()
    # What is lost stands before what is only guarded less.
    decided = tuple(sorted((*decisions(rows), *Guarding(nest, following).decisions()), key=lambda one: not one.allow))
    security = tuple(_security(nest, following, masks, rows))
    parameters = tuple(_parameters(nest.root, following, masks))
    outputs = tuple(_outputs(nest, following, masks))
    tags = tuple(_tags(nest.root, masks))
    settings = bool(parameters or outputs or tags)
    return Review(
        subject,
        _verdict(rows, decided, security, changes=settings),
        _counts(rows),
        tuple(path for path, facts in nest.stacks.items() if path or _has_own(facts)),
        tuple(path for path in nest.stacks if any(row.stack == path and row.is_sure for row in rows)),
        decided,
        security,
        rows,
        parameters,
        outputs,
        tags,
        nest.notes,
        drift=drift_of(nest, subject.made),
    )


def no_change(subject: Subject, notes: tuple[str, ...] = ()) -> Review:
    """Give the review of a change set that AWS found empty."""
    return Review(subject, "none", Counts(), notes=notes)


def _verdict(
    rows: Sequence[Row], decided: Sequence[Decision], security: Sequence[SecurityChange], *, changes: bool
) -> Verdict:
    if any(decision.allow for decision in decided):
        return "stop"
    if not decided and not changes and not any(row.label != "unresolved" for row in rows):
        return "none"
    is_new = all(row.action == "Add" for row in rows)
    wider = any(change.public or (change.kind == "iam" and change.sign != "-") for change in security)
    return "look" if decided or (wider and not is_new) else "go"


def _has_own(facts: StackFacts) -> bool:
    """Tell whether there is anything in a root but nested stacks."""
    return any(
        member(side, "Resources", name, "Type") != STACK_TYPE
        for side in (facts.before, facts.after)
        for name in part(side, "Resources")
    )


def _counts(rows: Sequence[Row]) -> Counts:
    effects = [row.effect for row in rows if row.is_sure]
    return Counts(
        effects.count("add"),
        effects.count("change"),
        effects.count("replace"),
        effects.count("remove"),
        effects.count("import"),
        sum(row.label != "real" for row in rows),
    )


def _security(nest: NestFacts, following: Following, masks: Masks, rows: Sequence[Row]) -> Iterator[SecurityChange]:
    for row in rows:
        if row.label != "real" or not (grants(row.type) or reaches(row.type)):
            continue
        facts = nest.stacks[row.stack]
        before, after = (_simple(following, masks, facts, row, is_after=side) for side in (False, True))
        yield from iam_changes(row.address, row.type, before, after) if grants(row.type) else ()
        yield from network_changes(row.address, row.type, before, after) if reaches(row.type) else ()


def _simple(following: Following, masks: Masks, facts: StackFacts, row: Row, *, is_after: bool) -> Mapping[str, object]:
    """Give a resource's properties before or after the change, with readable texts for expressions."""
    document = facts.after if is_after else facts.before

    def lookup(mention: Mention) -> str | None:
        is_parameter = mention.attribute is None and mention.name in part(document, "Parameters")
        if is_parameter and masks.parameter(facts.path, mention.name):
            return HIDDEN
        # What things are called says more to a person than their ids.
        if not is_parameter or _is_id(mention.name):
            return None
        return following.text(facts.path, mention) if is_after else following.text_before(facts.path, mention)

    written = masks.structure(facts, part(document, "Resources", row.logical_id, "Properties"))
    found = simplified(written, lookup)
    return found if isinstance(found, Mapping) else {}


def _is_id(name: str) -> bool:
    return name.endswith(("Arn", "Id", "Arns", "Ids"))


def _parameters(facts: StackFacts, following: Following, masks: Masks) -> Iterator[NamedChange]:
    """Give the parameters of the root that change."""
    before = facts.deployed.parameters if facts.deployed else {}
    after = facts.change_set.parameters if facts.change_set else {}
    for name in dict.fromkeys((*after, *before)):
        hidden = masks.parameter((), name)
        is_changed = name not in before or name not in after or following.parameter((), name).degree
        if facts.is_new or not is_changed:
            continue
        old, new = (HIDDEN if hidden and name in side else masks.text(side.get(name)) for side in (before, after))
        yield NamedChange(name, old, new)


def _outputs(nest: NestFacts, following: Following, masks: Masks) -> Iterator[NamedChange]:
    """Give the outputs that change: all of the root, and of nested stacks those that change by themselves."""
    for path, facts in nest.stacks.items():
        if facts.is_new or facts.change_set is None:
            continue
        for name in dict.fromkeys((*part(facts.before, "Outputs"), *part(facts.after, "Outputs"))):
            found = following.output(path, name)
            gone = facts.after is not None and member(facts.after, "Outputs", name) is None
            if gone or (found.degree and (not path or found.is_own)):
                yield _output(facts, name, following, masks, known=gone or found.is_own)


def _output(facts: StackFacts, name: str, following: Following, masks: Masks, *, known: bool) -> NamedChange:
    value = member(facts.after, "Outputs", name, "Value")
    old = facts.outputs[name].value if name in facts.outputs else None
    new = readable(value, lambda mention: following.text(facts.path, mention)) if known and value is not None else None
    secret = masks.is_secret_expression(facts.path, value) or is_secret_name(name)
    before, after = (HIDDEN if secret and side is not None else masks.text(side) for side in (old, new))
    return NamedChange(address(facts.path, name), before, after, known)


def _tags(facts: StackFacts, masks: Masks) -> Iterator[NamedChange]:
    if facts.deployed is None or facts.change_set is None:
        return
    before, after = facts.deployed.tags, facts.change_set.tags
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield NamedChange(name, masks.text(before.get(name)), masks.text(after.get(name)))
