"""Build the templates: `python build.py [SYSTEM[/ENVIRONMENT] | FILE.toml ...]`."""

import gc

# What start-up allocates it keeps, so looking for garbage meanwhile finds none and takes a tenth of the time.
gc.disable()

from tasktracker_cfn.cli.build import build  # noqa: E402 - see above

if __name__ == "__main__":
    build()
