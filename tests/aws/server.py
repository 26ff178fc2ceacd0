"""The fake's front door: HTTP on loopback, one thread for each connection."""

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.aws.wire.asked import Asked, unchunked
from tests.aws.wire.writing import Answer

# What is given for a request; None is silence: the connection is cut.
Door = Callable[[Asked], Answer | None]


class Server(ThreadingHTTPServer):
    """Takes requests until it is closed, and then cuts the connections that clients keep."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, door: Door) -> None:
        """Listen on a port that is free."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.door = door
        self._open: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """Give the address."""
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving, and cut what is open."""
        self.shutdown()
        self._thread.join()
        for connection in list(self._open):
            _cut(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away: to be killed is what some of them are for."""


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        assert isinstance(self.server, Server)
        answer = self.server.door(
            Asked(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self._body(),
            )
        )
        if answer is None:
            self.close_connection = True
            _cut(self.connection)
            return
        # In one piece: two would wait for each other's acknowledgement.
        head = [f"HTTP/1.1 {answer.status} -", *(f"{name}: {value}" for name, value in answer.headers.items())]
        if "Content-Length" not in answer.headers:
            head.append(f"Content-Length: {len(answer.body)}")
        body = b"" if self.command == "HEAD" or answer.status == 204 else answer.body
        self.wfile.write("\r\n".join([*head, "", ""]).encode() + body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = b""
        while size := int((line := self.rfile.readline()).split(b";")[0], 16):
            pieces += line + self.rfile.read(size) + self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return unchunked(pieces + b"0\r\n")


for _method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
    # These are the names that the library looks for.
    setattr(_Handler, f"do_{_method}", _Handler._serve)


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # The client was faster.
        return
