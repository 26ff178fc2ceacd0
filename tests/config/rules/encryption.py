"""Rules of our own keys."""

from tests.config.rules.rule import Rule

RULES: dict[str, Rule] = {
    "no key": Rule(
        {"encryption": {"data": False}},
        "encryption",
        "has no key; set data, logs or topics",
        {"encryption": {"data": True}},
    ),
    "key of no topic": Rule(
        {"encryption": {"topics": True}},
        "encryption.topics",
        "there is no topic to encrypt",
        {"encryption": {"logs": True}},
        drop=("monitoring",),
    ),
}
