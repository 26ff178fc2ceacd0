"""What is not shown, because it is a secret or may be one: the one rule, for every text that is printed or written.

Hidden are: values that were given as secrets; values under names such as password, secret and token (parameters,
outputs, properties, entries of an environment, keys of JSON, assignments in a text); passwords within addresses; what
looks as keys do; the script that a new machine runs. What only names a secret is none: an ARN, an id, the text
``{{resolve:...}}`` by which CloudFormation fetches it.

What a template says of secrecy (NoEcho, and what such a parameter is handed on to) is found in `review.masking`.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tasktracker_cfn.errors import AwsError, TemplateError
from tasktracker_cfn.model.written import parse

HIDDEN = "****"
SECRET_NAME = re.compile(
    r"passw(or)?d|passphrase|secret|token|credential|(private|api|access|auth|signing)[_-]?key|connection[_-]?string|"
    r"dsn$|(^|[_-])(pwd|pat)$|pgpass|signature$|userdata",
    re.IGNORECASE,
)
# These name or describe a secret, and are none.
ABOUT = re.compile(
    r"(arns?|ids?|name|names|length|type|status|period|validity|units?|version|versionstage|days|hours|enabled|"
    r"valuefrom|characters|rotation.*|description|policy|key_?spec|endpoint|label|requesttoken|nexttoken)$",
    re.IGNORECASE,
)
HARMLESS = re.compile(r"(arn:[a-z-]+:\S*|true|false|null|\*+|\{\{resolve:[^}]*\}\}|)$", re.IGNORECASE)
# postgres://user:password@host; what fetches the password, or hides it already, stays.
IN_ADDRESS = re.compile(
    r"(?P<keep>[a-z][a-z0-9+.-]*://[^/\s:@]*:)(?P<value>\{\{resolve:[^}]*\}\}|[^@\s]+)(?=@)", re.IGNORECASE
)
# TOKEN=value, "password": "value"
ASSIGNED = re.compile(
    r"(?P<keep>(?P<name>[A-Za-z][\w-]*)(?:[\"']?=[\"']?|\\?[\"']\s*:\s*\\?[\"']))(?P<value>[^\s\"',;&)\\]+)"
)
# "The password hunter2 is too weak", "Invalid master password: 'hun ter'"; without quotes only what is no plain word.
SPOKEN = re.compile(
    r"(?P<keep>passw(?:or)?d:?\s+(?:is\s+)?)(?:'(?P<quoted>[^']+)'|\"(?P<double>[^\"]+)\"|"
    r"(?P<value>[^\s'\",]*\d[^\s'\",]*[A-Za-z][^\s'\",]*|[^\s'\",]*[A-Za-z][^\s'\",]*\d[^\s'\",]*))",
    re.IGNORECASE,
)
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes, and what others use.
KEYS = (
    re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{12,}\b"),
    re.compile(r"\b(ghp|gho|ghs|ghu|github_pat|glpat|xox[abp]|sk_live|sk-)[A-Za-z0-9_-]{10,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    re.compile(r"-----BEGIN [A-Z ]+-----.*?(-----END [A-Z ]+-----|$)", re.DOTALL),
)
# A value that short hides half of what is said, and is none that anybody should use.
SHORTEST = 4
# Where an entry has its name beside it.
NAMES = ("Name", "Key")
ENVIRONMENT = frozenset({"Environment", "Variables"})


def is_secret_name(name: str) -> bool:
    """Tell whether what has this name must not be seen."""
    return bool(SECRET_NAME.search(name)) and not ABOUT.search(name)


def text(said: str, secrets: Collection[str] = ()) -> str:
    """Give any text without the secrets that are known, and without what looks like one."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST:
            said = said.replace(secret, HIDDEN)
    said = IN_ADDRESS.sub(_in_address, said)
    said = ASSIGNED.sub(_assigned, said)
    said = SPOKEN.sub(_spoken, said)
    for pattern in KEYS:
        said = pattern.sub(HIDDEN, said)
    return said


@contextmanager
def in_errors(hide: Callable[[str], str]) -> Iterator[None]:
    """Hide secrets in what AWS refuses: it quotes what it was given.

    :raises AwsError: the one that was raised, with its message as it may be seen
    """
    try:
        yield
    except AwsError as error:
        raise type(error)(error.operation, error.code, hide(error.whole), error.remedy) from None


def value(name: str, said: str, secrets: Collection[str] = ()) -> str:
    """Give the value of something with a name, which may be JSON, as it may be seen."""
    return hidden(said) if is_secret_name(name) else inside(said, secrets)


def hidden(said: str) -> str:
    """Give what stands in a secret place: nothing of it, unless it is surely no secret."""
    return said if HARMLESS.match(said) else HIDDEN


def inside(said: str, secrets: Collection[str] = ()) -> str:
    """Give a text, which may be JSON, with its secret values hidden; what hides nothing stays as it was written."""
    if said.lstrip().startswith(("{", "[")) and not said.startswith("{{"):
        try:
            whole = json.loads(said)
        except (ValueError, RecursionError):
            return text(said, secrets)
        if (shown := structure(whole, secrets)) != whole:
            return json.dumps(shown)
        return said
    return text(said, secrets)


def place(path: Sequence[str], said: str, around: Sequence[object] = (), secrets: Collection[str] = ()) -> str:
    """Give the value of a place in a resource's properties as it may be seen.

    :param around: the properties, as far as they are known; the name of an entry stands beside its value
    """
    if is_secret_path(path):
        return hidden(said)
    if path and path[-1] == "Value":
        names = [name for properties in around for name in _beside(properties, path[:-1])]
        # Of an entry of an environment whose name is not known anything may be true.
        if any(map(is_secret_name, names)) or (not names and ENVIRONMENT & set(path)):
            return hidden(said)
    return inside(said, secrets)


def is_secret_path(path: Sequence[str]) -> bool:
    """Tell whether a place is a secret by its names; one that only names a secret is none, wherever it stands."""
    if path and ABOUT.search(path[-1]):
        return False
    return any(is_secret_name(step) for step in path)


def structure(whole: object, secrets: Collection[str] = ()) -> object:
    """Give a structure with its secret values hidden, pairs of Name and Value among them."""
    if isinstance(whole, str):
        return text(whole, secrets)
    if isinstance(whole, list):
        return [structure(item, secrets) for item in whole]
    if not isinstance(whole, Mapping):
        return whole
    named = any(is_secret_name(str(whole.get(key))) for key in NAMES)
    return {
        key: _nothing_of(item) if is_secret_name(str(key)) or (named and key == "Value") else structure(item, secrets)
        for key, item in whole.items()
    }


def secret_outputs(template: str) -> frozenset[str]:
    """Give the names of those outputs of a template that say what a NoEcho parameter holds.

    CloudFormation hides such a parameter and not an output that repeats it:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    """
    try:
        content = parse(Path("template"), template).content
    except TemplateError:
        return frozenset()
    secret = no_echo(content)
    return frozenset(name for name, spec in _section(content, "Outputs") if secret & set(_named(spec.get("Value"))))


def no_echo(template: object) -> frozenset[str]:
    """Give the names of a template's parameters that nobody may see."""
    parameters = _section(template, "Parameters")
    return frozenset(name for name, spec in parameters if str(spec.get("NoEcho")).lower() == "true")


def _in_address(found: re.Match[str]) -> str:
    return found["keep"] + hidden(found["value"])


def _assigned(found: re.Match[str]) -> str:
    return found["keep"] + hidden(found["value"]) if is_secret_name(found["name"]) else found[0]


def _spoken(found: re.Match[str]) -> str:
    return found["keep"] + hidden(found["quoted"] or found["double"] or found["value"])


def _nothing_of(whole: object) -> object:
    """Give what stands in a secret place of a structure; truths and nothing are no secrets."""
    if isinstance(whole, (bool, type(None))):
        return whole
    return hidden(whole) if isinstance(whole, str) else HIDDEN


def _beside(properties: object, path: Sequence[str]) -> Iterator[str]:
    """Give the names that stand in a place."""
    for step in path:
        if isinstance(properties, list) and step.isdigit() and int(step) < len(properties):
            properties = properties[int(step)]
        else:
            properties = properties.get(step) if isinstance(properties, Mapping) else None
    if isinstance(properties, Mapping):
        yield from (str(properties[key]) for key in NAMES if key in properties)


def _section(content: object, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    section = content.get(name) if isinstance(content, Mapping) else None
    for key, spec in section.items() if isinstance(section, Mapping) else ():
        if isinstance(spec, Mapping):
            yield str(key), spec


def _named(whole: object) -> Iterator[str]:
    """Give the names that an expression refers to, and every other text in it, which does no harm."""
    if isinstance(whole, str):
        yield whole
        for part in whole.split("${")[1:]:
            yield part.partition("}")[0].strip()
    elif isinstance(whole, Mapping):
        for item in whole.values():
            yield from _named(item)
    elif isinstance(whole, list):
        for item in whole:
            yield from _named(item)
