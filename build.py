"""Build the templates: `python build.py [SYSTEM[/ENVIRONMENT] | FILE.toml ...]`."""

import atexit
import gc

# What a build allocates it keeps, so looking for garbage, while it runs or at its end, finds none and takes a tenth of
# the time.
gc.disable()
atexit.register(gc.freeze)

from tasktracker_cfn.cli.build import build  # noqa: E402 - see above

if __name__ == "__main__":
    build()
