"""Generated passwords, and the secrets that hold them."""

import json
import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.secrets.rotations import attached_to, with_password_of
from tasktracker_cfn.model.attached_secrets import SECRET
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import System

GENERATE = "GenerateSecretString"
REFUSED = '/@"'
SHORTEST = 8
LONGEST = {"aurora-mysql": 41, "mariadb": 41, "mysql": 41, "postgres": 128, "aurora-postgresql": 128}
ORACLE, LONGEST_OF_ORACLE = "oracle", 30
USUAL_LENGTH = 32
ENDING = re.compile(r"-[A-Za-z0-9]{6}\Z")


@rule(
    "password-characters",
    rows="S09",
    severity="error",
    why="A master password may hold no slash, at sign, quotation mark or blank; a generated one holds them by chance.",
    remedy="Add them to ExcludeCharacters, or set ExcludePunctuation.",
    source="schema AWS::RDS::DBInstance",
)
def characters(system: System) -> Iterator[Fault]:
    """A generated master password leaves out the characters that RDS refuses."""
    for database, secret in with_password_of(system):
        excluded = secret.get(GENERATE, "ExcludeCharacters")
        if secret.get(GENERATE, "ExcludePunctuation") not in (None, False, "false") or (
            excluded is not None and secret.text(GENERATE, "ExcludeCharacters") is None
        ):
            continue
        refused = REFUSED + (" " if secret.flag(GENERATE, "IncludeSpace") else "")
        missing = [character for character in refused if character not in str(excluded or "")]
        if missing:
            message = f"may generate {' '.join(map(repr, missing))} for the master password of {database}"
            yield Fault(secret, message, GENERATE, "ExcludeCharacters")


@rule(
    "password-length",
    rows="S09",
    severity="error",
    why="Each engine takes master passwords of a certain length.",
    remedy="Set PasswordLength to 32, for Oracle to 30.",
    source="schema AWS::RDS::DBInstance",
)
def length(system: System) -> Iterator[Fault]:
    """A generated master password is as long as the engine of its database takes it."""
    for database, secret in with_password_of(system):
        given = secret.get(GENERATE, "PasswordLength")
        number = USUAL_LENGTH if given is None else secret.number(GENERATE, "PasswordLength")
        longest = _longest(database.text("Engine") or "")
        if number is not None and (number < SHORTEST or (longest is not None and number > longest)):
            message = f"generates {number:g} characters; {database} takes {SHORTEST} to {longest or 'more'}"
            yield Fault(secret, message, GENERATE, "PasswordLength")


@rule(
    "generated-key-and-template",
    rows="S10",
    severity="error",
    why="A generated key is put into a template, which must be a JSON object; the one needs the other.",
    remedy='Give both, such as `SecretStringTemplate: \'{"username": "app"}\'` and `GenerateStringKey: password`.',
    source="schema AWS::SecretsManager::Secret",
)
def template(system: System) -> Iterator[Fault]:
    """A generated secret has a key and a template for it, or neither, and the template is a JSON object."""
    for secret in system.of(SECRET):
        key, written = secret.get(GENERATE, "GenerateStringKey"), secret.get(GENERATE, "SecretStringTemplate")
        if (key is None) != (written is None):
            there, missing = ("SecretStringTemplate", "GenerateStringKey")[:: 1 if key is None else -1]
            yield Fault(secret, f"has {there} and no {missing}", GENERATE, there)
        elif isinstance(written, str) and not _is_object(written):
            yield Fault(secret, "has a SecretStringTemplate that is no JSON object", GENERATE, "SecretStringTemplate")


@rule(
    "attached-secret-username",
    rows="S10",
    severity="warning",
    why="Whoever logs in by the secret of a database, a rotation function among them, looks for its username.",
    remedy="Write the username into SecretStringTemplate.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html",
)
def username(system: System) -> Iterator[Fault]:
    """A secret that is attached to a database has a username."""
    for secret in system.of(SECRET):
        written = secret.text(GENERATE, "SecretStringTemplate")
        if written is not None and _is_object(written) and "username" not in json.loads(written):
            for database in attached_to(system, secret):
                message = f"has no username, and is attached to {database}"
                yield Fault(secret, message, GENERATE, "SecretStringTemplate")


@rule(
    "secret-name-ending",
    rows="S12",
    severity="warning",
    why="Secrets Manager adds a hyphen and six characters to the ARN; after a name that ends so itself, a part of "
    "an ARN may mean another secret.",
    remedy="Let the name end otherwise, or leave it out.",
    source="schema AWS::SecretsManager::Secret",
)
def ending(system: System) -> Iterator[Fault]:
    """The name of a secret does not end in a hyphen and six characters."""
    for secret in system.of(SECRET):
        name = secret.get("Name")
        last = name.parts[-1] if isinstance(name, Text) else name
        if isinstance(last, str) and (found := ENDING.search(last)):
            yield Fault(secret, f"has a name that ends in {found[0]}", "Name")


def _longest(engine: str) -> int | None:
    return LONGEST_OF_ORACLE if engine.startswith(ORACLE) else LONGEST.get(engine)


def _is_object(written: str) -> bool:
    try:
        return isinstance(json.loads(written), dict)
    except (ValueError, RecursionError):
        return False
