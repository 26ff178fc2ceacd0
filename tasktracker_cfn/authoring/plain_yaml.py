"""Plain YAML, for the files of other programs that a template carries or that lie beside it."""

import yaml

WIDTH = 1_000_000


def plain_yaml(value: object) -> str:
    """Give the YAML text of plain values: keys in their order, no anchors, one line for each text."""
    return str(yaml.dump(value, Dumper=_Plain, sort_keys=False, width=WIDTH, allow_unicode=True))


class _Plain(yaml.SafeDumper):
    """YAML as people write it: list items further in than their key, and no anchor where a value comes twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - yaml's signature
        """Write every value whole."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - yaml's signature
        """Put list items further in than their key."""
        super().increase_indent(flow, indentless=False)
