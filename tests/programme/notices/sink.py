"""A server that keeps what it is sent and answers as it was told to; loopback only, on a free port."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def sink(*answers):
    """Give ``(address, heard)``; each request gets the next ``(status, body, headers)``, the last one for ever."""
    heard, left = [], list(answers) or [(200, b'{"errcode":0,"code":0}', {})]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            heard.append((self.path, dict(self.headers), body))
            status, content, headers = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook?key=hush", heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
