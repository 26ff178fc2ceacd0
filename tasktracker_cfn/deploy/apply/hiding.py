"""Hide a plan's secrets in what AWS says, also those that nobody gives any more and only a hash stands for."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.plan.plan_file import Plan, hashed

QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"|`([^`]+)`|\[([^\]]+)\]")
WITHIN = re.compile(r"[=:/@,;]")
# A hash takes tens of milliseconds: a run that follows a deployment shall not stand still for longer than seconds.
MOST = 150
# A word that has both is more often a value than a word.
LETTER, DIGIT = re.compile(r"[A-Za-z]"), re.compile(r"\d")


class Hiding:
    """What hides one plan's secrets; it remembers which words are none, as AWS says most things twice."""

    def __init__(self, plan: Plan, known: Mapping[str, str]) -> None:
        """Take the plan, and the values of parameters as far as they are known."""
        self._salt = plan.salt
        good = {name for name, value in known.items() if plan.secrets.get(name) == hashed(plan.salt, name, value)}
        self._known = tuple(known[name] for name in plan.secrets if name in known)
        self._hashes = {name: value for name, value in plan.secrets.items() if name not in good}
        # Values that AWS has kept from before, of which the plan never knew more than that they are secret.
        kept = {name for name, value in plan.parameters.items() if value == masking.HIDDEN} - plan.secrets.keys()
        self._kept = re.compile(rf"\b({'|'.join(map(re.escape, sorted(kept)))})\b") if kept else None
        self._seen: dict[str, bool] = {}

    def __call__(self, said: str) -> str:
        """Give a text without the plan's secrets, and without what looks like one."""
        found = [word for word in words(said) if self._is_secret(word)] if self._hashes else []
        if self._kept and self._kept.search(said):
            said = QUOTED.sub(masking.HIDDEN, said)
        return masking.text(said, (*self._known, *found))

    def _is_secret(self, word: str) -> bool:
        if word not in self._seen:
            if len(self._seen) >= MOST:
                return bool(LETTER.search(word) and DIGIT.search(word))
            hashes = self._hashes.items()
            self._seen[word] = any(hashed(self._salt, name, word) == value for name, value in hashes)
        return self._seen[word]


def words(said: str) -> Iterator[str]:
    """Give all that may be a value in a text: what is quoted, each word, with and without what stands around it."""
    found = [part for match in QUOTED.finditer(said) for part in match.groups() if part]
    for word in said.split():
        found.extend(_peeled(word))
        found.extend(part for piece in WITHIN.split(word) if piece != word for part in _peeled(piece))
    yield from (word for word in dict.fromkeys(found) if len(word) >= masking.SHORTEST)


def _peeled(word: str) -> Iterator[str]:
    """Give a word without none, some and all of the signs at its ends: a password may end with one, too."""
    first = next((at for at, sign in enumerate(word) if sign.isalnum()), 0)
    last = next((at for at, sign in enumerate(reversed(word)) if sign.isalnum()), 0)
    for begin in range(first + 1):
        for end in range(last + 1):
            yield word[begin : len(word) - end]
