"""A proxy on this machine that forwards every request unchanged, and records requests and responses."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit


class Exchange(NamedTuple):
    method: str
    target: str  # from the request line, unchanged
    headers: list[tuple[str, str]]  # in order, with names in lower case
    body: bytes
    status: int
    answer: bytes


class Recorder(ThreadingHTTPServer):
    """A proxy that listens on a free port until `close`."""

    daemon_threads = True

    def __init__(self, upstream: str):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = urlsplit(upstream).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.exchanges: list[Exchange] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self) -> list[Exchange]:
        """Returns the exchanges since the last call of this method."""
        taken, self.exchanges = self.exchanges, []
        return taken

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recorder

    def record(self):
        # `self.path` is normalized.
        method, target, _ = self.requestline.split(" ")
        if "transfer-encoding" in self.headers:
            raise NotImplementedError("a body in chunks")
        body = self.rfile.read(int(self.headers.get("content-length", 0)))

        upstream = http.client.HTTPConnection(self.server.upstream)
        upstream.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        response = upstream.getresponse()
        answer = response.read()
        upstream.close()

        headers = [(name.lower(), value) for name, value in self.headers.items()]
        exchange = Exchange(method, target, headers, body, response.status, answer)
        # The exchange is recorded before the client gets the response.
        self.server.exchanges.append(exchange)
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = record

    def log_message(self, *_):
        pass
