"""Names: logical ids from configuration keys, letters for availability zones."""

import string


def pascal(name: str) -> str:
    """Give the PascalCase form of a snake_case field or a kebab-case key."""
    return "".join(part[:1].upper() + part[1:] for part in name.replace("-", "_").split("_"))


def kebab(logical_id: str) -> str:
    """Give the kebab-case form of a logical id, as people write names of things."""
    broken = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in logical_id)
    return broken.removeprefix("-")


def zone_letter(index: int) -> str:
    """Give the letter that marks the resources of an availability zone, counted from 0."""
    return string.ascii_uppercase[index]
