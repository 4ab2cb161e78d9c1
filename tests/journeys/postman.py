"""Takes the webhooks that the loopback gateway sends and hands them in when the story says so."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import Client as Browser

Letter = tuple[dict[str, str], bytes]


class Postman:
    """A loopback address at `port` for every host of the platform."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        postman = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                postman.letters.append(({**self.headers, "path": self.path}, body))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def letter(self, kind: str, seconds: float = 20) -> Letter:
        """The newest event of a kind, once it is here."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [letter for letter in list(self.letters) if json.loads(letter[1])["type"] == kind]
            if found:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"No {kind} came within {seconds} s.")

    def hand_in(self, letter: Letter, **other: str) -> int:
        """Give a letter to the shop that it is addressed to; `other` headers replace its own."""
        headers, body = letter
        host = headers["Host"].partition(":")[0]
        wearing = {"Stripe-Signature": headers["Stripe-Signature"], **other}
        browser = Browser(HTTP_HOST=host, enforce_csrf_checks=True)
        answer = browser.post(headers["path"], body, content_type="application/json", headers=wearing)
        return answer.status_code

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
