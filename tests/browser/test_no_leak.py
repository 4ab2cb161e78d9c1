"""A client never sees who runs the platform: the operator has a name that would stand out, and it is nowhere.

The guard `tests/guards/test_white_label.py` reads every address in one process; here a real server answers, with its
own headers, its static files and its mails as they went out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from pypdf import PdfReader

from tests.browser.local_platform import OPERATOR
from tests.browser.person import Person

pytestmark = pytest.mark.browser
SHOP = "mekhthai"
TELLING = re.compile(OPERATOR.split()[0], re.IGNORECASE)
# What runs the server is nobody's business either; the demonstration's own hosts may be named as hosts.
SOFTWARE = re.compile(r"vitrine(?!\.localhost)|django|granian|celery", re.IGNORECASE)
BEGINNINGS = (
    "/", "/my/", "/my/services/", "/my/invoices/", "/my/orders/", "/my/affiliate/", "/my/profile/",
    "/robots.txt", "/sitemap.xml", "/.well-known/security.txt",
    "/nowhere/", "/office/", "/console/", "/api/v1/nowhere/", "/api/v1/me/", "/my/invoices/1/",
)  # fmt: skip
LINK = re.compile(r'(?:href|src)="([^"#]+)"')
MOST = 120


def test_nothing_that_a_client_gets_names_the_operator(sit_down: Callable[[str, str], Person]) -> None:
    client = sit_down(SHOP, "th").sign_in(f"client@{SHOP}.example")
    told: list[str] = []
    kinds: set[str] = set()
    for path, answer in _crawl(client):
        told += _telling(path, answer)
        kinds.add(answer.headers.get("content-type", "").split(";")[0])
    told += [f"cookie {cookie['name']}" for cookie in client.context.cookies() if _tells(cookie["name"])]
    assert not told, "\n".join(told)
    assert {"text/html", "text/css", "application/manifest+json", "application/pdf"} <= kinds


def test_no_mail_to_a_client_names_the_operator(sit_down: Callable[[str, str], Person]) -> None:
    visitor = sit_down(SHOP, "th")
    address = f"client@{SHOP}.example"
    visitor.open("/accounts/password/reset/").send(email=address)
    visitor.mail(address, about="/accounts/password/")
    # Subject, headers, text and HTML of every one.
    told = [mail["subject"] for mail in visitor.platform.mails(address) if TELLING.search(str(mail))]
    assert not told, "\n".join(told)


def _crawl(person: Person) -> Iterator[tuple[str, httpx.Response]]:
    """What the client's pages are, link to and load, each once and on this host alone."""
    waiting = list(BEGINNINGS)
    seen: set[str] = set()
    home = urlsplit(person.page.url)
    sent = {"Host": home.netloc, "Cookie": _cookies(person), "Accept-Language": "th"}
    # The names below .localhost are known to browsers alone.
    with httpx.Client(base_url=f"http://127.0.0.1:{home.port}", headers=sent, trust_env=False) as client:
        while waiting and len(seen) < MOST:
            path = waiting.pop(0)
            if path in seen or "logout" in path:
                continue
            seen.add(path)
            answer = client.get(path)
            yield path, answer
            if "html" in answer.headers.get("content-type", ""):
                waiting += _links(f"{home.scheme}://{home.netloc}{path}", answer.text)


def _cookies(person: Person) -> str:
    return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in person.context.cookies())


def _links(address: str, page: str) -> Iterator[str]:
    for link in LINK.findall(page):
        whole = urlsplit(urljoin(address, link.replace("&amp;", "&")))
        if whole.netloc == urlsplit(address).netloc:
            yield f"{whole.path}?{whole.query}" if whole.query else whole.path


def _telling(path: str, answer: httpx.Response) -> list[str]:
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    told = [f"{path}: {text[:200]}" for text in (head, _words_of(answer)) if TELLING.search(text)]
    return told + [f"{path} has the header {found}" for found in SOFTWARE.findall(head)]


def _words_of(answer: httpx.Response) -> str:
    """What an answer says; of a document its pages and what it tells about itself."""
    if answer.headers.get("content-type", "") != "application/pdf":
        return answer.content.decode("utf-8", errors="replace")
    document = PdfReader(io.BytesIO(answer.content))
    return " ".join([str(document.metadata), *(page.extract_text() for page in document.pages)])


def _tells(text: str) -> bool:
    return bool(TELLING.search(text) or SOFTWARE.search(text))
