"""Build the templates: `python build.py [SYSTEM[/ENVIRONMENT] | FILE.toml ...]`."""

from tasktracker_cfn.cli.build import build

if __name__ == "__main__":
    build()
