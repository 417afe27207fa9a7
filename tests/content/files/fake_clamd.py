"""A clamd of a few lines, in a thread: it knows one virus, the word WORM."""

import socketserver
import threading
from contextlib import contextmanager

WORM = b"This text holds a WORM."


class _Answer(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.asked.append(self.rfile.read(len(b"zINSTREAM\0")))
        stream = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            stream += self.rfile.read(length)
        self.server.streams.append(stream)
        verdict = b"stream: Test.Worm-1 FOUND" if b"WORM" in stream else b"stream: OK"
        self.wfile.write((self.server.says or verdict) + b"\0")


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def clamd(address, says=b""):
    """Listens at a path or (host, port); ``streams`` are the bytes it was sent. ``says`` is its only answer."""
    make = _Unix if isinstance(address, str) else _Tcp
    with make(address, _Answer) as server:
        server.asked, server.streams, server.says = [], [], says
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
