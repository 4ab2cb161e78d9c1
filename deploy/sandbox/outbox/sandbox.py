"""The outbox's pages: a list that refreshes itself beside the open mail."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urlencode

from deploy.sandbox.fonts import font
from deploy.sandbox.outbox.mails import Folder, Mail
from deploy.sandbox.outbox.parts import choices, entries, headers, tabs
from deploy.sandbox.pages import Html, asset, escape, fill, join, link, page
from deploy.sandbox.web import Request, Response, Router, Server, as_json, healthy, plain

TEMPLATES = Path(__file__).parent / "templates"
# The mail's own markup: no script, no form, nothing loaded from beyond this machine, links open elsewhere.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data: 'self' http://127.0.0.1:* http://localhost:* http://*.localhost:*; "
    "font-src data: http://*.localhost:*; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class Outbox:
    """A running outbox: its address and its end."""

    def __init__(self, folder: Path, *, host: str, port: int) -> None:
        self.folder = Folder(folder)
        self._server = Server(self._router(), host=host, port=port)
        self.url = self._server.url
        self._server.start()

    def stop(self) -> None:
        """Stop; the mails stay."""
        self._server.stop()

    def _router(self) -> Router:
        router = Router()
        for path, answer in (
            ("/health", healthy), ("/assets/{name}", asset), ("/assets/fonts/{name}", font), ("/",
            self._home),
            ("/list", self._list), ("/messages/{id}", self._message), ("/messages/{id}/html", self._html),
            ("/messages/{id}/raw", self._raw), ("/messages/{id}/attachments/{at}", self._attachment),
            ("/messages/{id}/inline/{cid}", self._inline), ("/api/messages", self._api),
            ("/api/messages/{id}", self._api_message),
        ):  # fmt: skip
            router.add("GET", path, answer)
        return router

    def _home(self, request: Request) -> Response:
        nothing = Html('<main class="nothing"><h1>Choose a mail</h1></main>')
        return self._frame(request, "Outbox", "browsing", nothing)

    def _list(self, request: Request) -> Response:
        wanted = _wanted(request)
        mails = self.folder.mails(**wanted)[:200]
        body = fill(
            TEMPLATES / "list.html",
            mails=entries(mails, request.arguments().get("open", ""), urlencode(wanted)),
        )
        return page(body)

    def _message(self, request: Request) -> Response:
        mail = self.folder.mail(request.captures["id"])
        if not mail:
            return plain("not found", 404)
        view = request.arguments().get("view", "html" if mail.html else "text")
        files = [
            link(f"/messages/{mail.id}/attachments/{at}", f"{each.name} ({len(each.content):,} bytes)")
            for at, each in enumerate(mail.attachments)
        ]
        body = fill(
            TEMPLATES / "message.html", subject=mail.subject or "(no subject)", sender=mail.sender,
            to=", ".join(mail.to), at=mail.at, tenant=mail.tenant, tabs=tabs(mail, view), id=mail.id,
            attachments=join(files), content=_content(mail, view), query=urlencode(_wanted(request)),
        )  # fmt: skip
        return self._frame(request, mail.subject, "reading", body, mail.id)

    def _html(self, request: Request) -> Response:
        mail = self.folder.mail(request.captures["id"])
        if not mail or not mail.html:
            return plain("not found", 404)
        response = page(Html(_opened_elsewhere(mail)))
        response.headers["Content-Security-Policy"] = MAIL_POLICY
        return response

    def _raw(self, request: Request) -> Response:
        mail = self.folder.mail(request.captures["id"])
        return plain(mail.raw) if mail else plain("not found", 404)

    def _attachment(self, request: Request) -> Response:
        mail, at = self.folder.mail(request.captures["id"]), request.captures["at"]
        if not mail or not at.isdecimal() or int(at) >= len(mail.attachments):
            return plain("not found", 404)
        file = mail.attachments[int(at)]
        return _bytes(
            file.content, "application/octet-stream", f"attachment; filename*=UTF-8''{quote(file.name, '')}"
        )

    def _inline(self, request: Request) -> Response:
        mail = self.folder.mail(request.captures["id"])
        part = mail.inline(request.captures["cid"]) if mail else None
        if part is None or part.get_content_type() not in PICTURES:
            return plain("not found", 404)
        content = part.get_payload(decode=True)
        return _bytes(content if isinstance(content, bytes) else b"", part.get_content_type(), "inline")

    def _api(self, request: Request) -> Response:
        return as_json({"messages": [mail.as_json() for mail in self.folder.mails(**_wanted(request))]})

    def _api_message(self, request: Request) -> Response:
        mail = self.folder.mail(request.captures["id"])
        return as_json(mail.as_json()) if mail else as_json({"error": "unknown"}, 404)

    def _frame(self, request: Request, title: str, mode: str, body: Html, open_id: str = "") -> Response:
        wanted, everything = _wanted(request), self.folder.mails()
        address = urlencode(wanted | {"open": open_id})
        frame = fill(
            TEMPLATES / "frame.html", title=title, mode=mode, body=body, list_address=f"/list?{address}",
            query=wanted["query"], count=f"{len(everything)}",
            tenants=choices("All tenants", {mail.tenant for mail in everything}, wanted["tenant"]),
            people=choices("Everybody", {to for mail in everything for to in mail.to}, wanted["to"]),
        )  # fmt: skip
        return page(frame, frames="frame-src 'self'; form-action 'self'; ")


def serve(*, folder: str | Path, host: str = "127.0.0.1", port: int = 0) -> Outbox:
    """Show the mails in `folder`; port 0 takes a free one."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Outbox(Path(folder), host=host, port=port)


def _wanted(request: Request) -> dict[str, str]:
    given = request.arguments()
    return {
        "query": given.get("q", given.get("query", "")),
        "tenant": given.get("tenant", ""),
        "to": given.get("to", ""),
    }


def _content(mail: Mail, view: str) -> Html:
    if view == "html" and mail.html:
        # The mail is a stranger's markup: its frame may open links and do nothing else.
        return Html(
            f'<iframe title="Mail" sandbox="allow-popups allow-popups-to-escape-sandbox" '
            f'referrerpolicy="no-referrer" src="/messages/{escape(mail.id)}/html"></iframe>'
        )
    if view == "headers":
        return headers(mail)
    if view == "raw":
        return Html(f'<pre class="text raw" dir="ltr">{escape(mail.raw)}</pre>')
    return Html(f'<div class="text" dir="auto">{_linked(mail.text)}</div>')


def _linked(text: str) -> Html:
    pieces = re.split(r"(https?://[^\s<>\"']+)", text)
    anchors = (
        Html(f'<a href="{escape(piece)}" target="_blank" rel="noopener noreferrer">{escape(piece)}</a>')
        if at % 2
        else escape(piece)
        for at, piece in enumerate(pieces)
    )
    return join(anchors)


def _opened_elsewhere(mail: Mail) -> str:
    """The HTML part with links that open in a new tab (the first of two equal attributes counts)."""
    opened = re.sub(
        r"<a(?=[\s/])", '<a target="_blank" rel="noopener noreferrer"', mail.html, flags=re.IGNORECASE
    )
    address = f"/messages/{quote(mail.id)}/inline/"
    return re.sub(r"(src\s*=\s*[\"']?)cid:", lambda found: found[1] + address, opened, flags=re.IGNORECASE)


def _bytes(content: bytes, kind: str, disposition: str) -> Response:
    headers = {"Content-Type": kind, "Content-Disposition": disposition, "X-Content-Type-Options": "nosniff",
               "Content-Security-Policy": "sandbox; default-src 'none'"}  # fmt: skip
    return Response(200, content, headers)
