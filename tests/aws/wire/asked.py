"""One HTTP request, as it came in."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class Asked(NamedTuple):
    """A request; the names of its headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Give the path, decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """Give what stands behind the question mark."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def service(self) -> str:
        """Give the name that the request is signed under; what nobody signed is S3's."""
        scope = self.headers.get("authorization", "").partition("Credential=")[2].split(",")[0].split("/")
        return scope[3] if len(scope) > 4 else "s3"

    @property
    def region(self) -> str:
        """Give the region that the request is signed for."""
        scope = self.headers.get("authorization", "").partition("Credential=")[2].split(",")[0].split("/")
        return scope[2] if len(scope) > 4 else "us-east-1"

    @property
    def key_id(self) -> str:
        """Give the access key that the request is signed with."""
        return self.headers.get("authorization", "").partition("Credential=")[2].split("/")[0]


def unchunked(body: bytes) -> bytes:
    """Take a body apart that comes in signed pieces, each after its length, with check sums behind the last one."""
    content, rest = b"", body
    while rest:
        head, _, rest = rest.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if not size:
            break
        content += rest[:size]
        rest = rest[size + 2 :]
    return content
