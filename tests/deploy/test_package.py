"""The real `aws cloudformation package` takes what is built, and changes only where the children are."""

import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.cfn_yaml import read
from tests.commands import REPOSITORY, build_here, run

BUCKET = "artifacts-of-tests"
AWS = Path(sys.executable).with_name("aws")


class Shelf(ThreadingHTTPServer):
    """As much of S3 as the command asks for: one bucket, on loopback, in memory."""

    def __init__(self) -> None:
        """Listen on a port that is free."""
        super().__init__(("127.0.0.1", 0), Asked)
        self.objects: dict[str, bytes] = {}
        self.stored: list[str] = []

    @property
    def url(self) -> str:
        """Give the address."""
        return f"http://127.0.0.1:{self.server_port}"


class Asked(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    @property
    def shelf(self) -> Shelf:
        """Give the server that was asked."""
        assert isinstance(self.server, Shelf)
        return self.server

    def do_HEAD(self) -> None:
        """Tell whether the bucket or an object is there."""
        key = self._key()
        self._answer(HTTPStatus.OK if not key or key in self.shelf.objects else HTTPStatus.NOT_FOUND)

    def do_GET(self) -> None:
        """Give the region of the bucket."""
        self._answer(HTTPStatus.OK, b"<LocationConstraint xmlns='http://s3.amazonaws.com/doc/2006-03-01/'/>")

    def do_PUT(self) -> None:
        """Store an object."""
        if "chunked" in self.headers.get("Transfer-Encoding", "") or self.headers.get("Content-Encoding"):
            content = self._chunks()
        else:
            content = self.rfile.read(int(self.headers["Content-Length"]))
        self.shelf.objects[self._key()] = content
        self.shelf.stored.append(self._key())
        self._answer(HTTPStatus.OK)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _chunks(self) -> bytes:
        """Read a body that comes in pieces, each after its length, with check sums behind the last one."""
        content = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return content

    def _key(self) -> str:
        bucket, _, key = unquote(urlsplit(self.path).path).removeprefix("/").partition("/")
        assert bucket == BUCKET
        return key

    def _answer(self, status: HTTPStatus, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("ETag", '"0"')
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@pytest.fixture(name="shelf")
def _shelf() -> Iterator[Shelf]:
    with Shelf() as shelf:
        thread = threading.Thread(target=shelf.serve_forever)
        thread.start()
        yield shelf
        shelf.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a fresh build of everything."""
    out = tmp_path_factory.mktemp("built")
    assert build_here("--no-gate", "--quiet", "--out", out).code == 0
    return out


def _package(root: Path, shelf: Shelf, folder: Path) -> dict[str, Any]:
    packaged = folder / "packaged.yaml"
    nowhere = str(folder / "nowhere")
    ended = run(
        AWS,
        "cloudformation",
        "package",
        "--template-file",
        root,
        "--s3-bucket",
        BUCKET,
        "--region",
        "us-east-1",
        "--output-template-file",
        packaged,
        variables={
            "AWS_ENDPOINT_URL": shelf.url,
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_SESSION_TOKEN": "",
            "AWS_CONFIG_FILE": nowhere,
            "AWS_SHARED_CREDENTIALS_FILE": nowhere,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_MAX_ATTEMPTS": "1",
            "NO_PROXY": "127.0.0.1",
        },
    )
    assert ended.code == 0, ended
    return read(packaged.read_text(encoding="utf-8"))


ROOTS = sorted(str(path.parent.relative_to(REPOSITORY / "out")) for path in (REPOSITORY / "out").glob("*/*/root.yaml"))


@pytest.mark.parametrize("build", ROOTS)
def test_package(build: str, built: Path, shelf: Shelf, tmp_path: Path) -> None:
    """Every child is uploaded as it is, once, and the root points to it and is otherwise the same."""
    folder = built / build
    packaged = _package(folder / "root.yaml", shelf, tmp_path)
    expected = read((folder / "root.yaml").read_text(encoding="utf-8"))
    children = {path.name for path in folder.glob("*.yaml")} - {"root.yaml"}
    uploaded = set()
    for logical_id, resource in expected["Resources"].items():
        assert resource["Type"] == "AWS::CloudFormation::Stack"
        child = resource["Properties"]["TemplateURL"].removeprefix("./")
        url = packaged["Resources"][logical_id]["Properties"]["TemplateURL"]
        # The address is that of the endpoint, which on AWS speaks HTTPS and here plain HTTP.
        key = url.removeprefix(f"{shelf.url}/{BUCKET}/")
        assert read(shelf.objects[key].decode()) == read((folder / child).read_text(encoding="utf-8"))
        resource["Properties"]["TemplateURL"] = url
        uploaded.add(child)
    assert packaged == expected
    assert uploaded == children
    assert len(shelf.stored) == len(children)

    shelf.stored.clear()
    assert _package(folder / "root.yaml", shelf, tmp_path) == packaged
    assert shelf.stored == []
