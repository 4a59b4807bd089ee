"""A proxy on this machine that passes every request on as it came, and keeps what came and what was answered."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit


class Exchange(NamedTuple):
    method: str
    target: str  # as it stood on the request line
    headers: list[tuple[str, str]]  # in their order, names in lower case
    body: bytes
    status: int
    answer: bytes


class Recorder(ThreadingHTTPServer):
    """Listens on a free port from the start, until `close`."""

    daemon_threads = True

    def __init__(self, upstream: str):
        super().__init__(("127.0.0.1", 0), Handler)
        self.upstream = urlsplit(upstream).netloc
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.exchanges: list[Exchange] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self) -> list[Exchange]:
        """What has been recorded since the last time."""
        taken, self.exchanges = self.exchanges, []
        return taken

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recorder

    def record(self):
        # Not `self.path`, which has been tidied up.
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
        # Before the client can know of it.
        self.server.exchanges.append(exchange)
        self.send_response_only(response.status)
        for name, value in response.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = record

    def log_message(self, *_):
        pass
