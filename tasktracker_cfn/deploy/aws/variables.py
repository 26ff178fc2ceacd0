"""Which variables of the environment say how AWS is reached, as its own command line takes them."""

import os
from collections.abc import Mapping

# As AWS's command line and its other SDKs have them; botocore knows no AWS_REGION: https://github.com/boto/boto3/issues/3620
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
PROFILES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")


def variables() -> Mapping[str, tuple[str | None, list[str], None, None]]:
    """Give which variables of the environment count: an empty one is none, which botocore has yet to learn.

    https://github.com/boto/botocore/pull/1927
    """
    regions = [name for name in REGIONS if os.environ.get(name)]
    return {
        "region": ("region", regions, None, None),
        "profile": (None, [name for name in PROFILES if os.environ.get(name)], None, None),
    }
