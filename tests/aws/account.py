"""What everything in the fake shares: whose account it is, where, and when."""

import hashlib
import uuid
from dataclasses import dataclass, field
from itertools import count

from tests.aws.timeline import Timeline

ACCOUNT = "123456789012"
REGION = "us-east-1"
USER = "deployer"


@dataclass
class Account:
    """An account in a region; names that AWS would draw are counted, so that two runs give the same."""

    timeline: Timeline
    id: str = ACCOUNT
    region: str = REGION
    user: str = USER
    page: int = 100
    _drawn: "count[int]" = field(default_factory=count)

    def draw(self, length: int = 12) -> str:
        """Give a text that nobody had before."""
        digest = hashlib.sha256(str(next(self._drawn)).encode()).hexdigest()
        return digest[:length]

    def uuid(self) -> str:
        """Give an identifier that nobody had before."""
        return str(uuid.UUID(self.draw(32)))

    def arn(self, service: str, resource: str) -> str:
        """Give the ARN of something here."""
        return f"arn:aws:{service}:{self.region}:{self.id}:{resource}"
