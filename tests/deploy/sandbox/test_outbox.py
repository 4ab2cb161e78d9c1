"""The outbox: mails as their recipients see them, and nothing a mail says is obeyed."""

import json
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from deploy.sandbox.outbox import serve

HOSTILE = (
    '<html><head><base href="http://evil.example/"><meta http-equiv="refresh" content="0;url=http://evil.example">'
    "</head><body onload=alert(1)><script>alert(1)</script><a href='http://alpha.vitrine.localhost:8000/in/?a=1&amp;b=2'"
    ' target="_top">Sign in</a><img src="cid:logo"><form action="http://evil.example"><button>x</button></form>'
    "</iframe></body></html>"
)


def write(
    folder: Path, name: str, *, to: str, subject: str, tenant: str = "alpha", html: str = ""
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Alpha <hello@alpha.example>", to, subject
    mail["Date"] = "Sat, 21 Nov 2026 10:00:00 +0000"
    mail.set_content(
        "Your code is 123456.\nhttp://alpha.vitrine.localhost:8000/in/?a=1&b=2\n<b>not markup</b>"
    )
    if html:
        mail.add_alternative(html, subtype="html")
        part = mail.get_payload()[-1]
        part.add_related(b"\x89PNG", "image", "png", cid="<logo>")
    mail.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename='فاکتور "1".pdf')
    (folder / f"{name}.json").write_text(json.dumps({"tenant": tenant, "to": [to]}))
    (folder / f"{name}.eml").write_bytes(mail.as_bytes())
    return mail


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "20261121T100000-a", to="carl@example.test", subject="Welcome", html=HOSTILE)
    write(tmp_path, "20261121T110000-b", to="peer@example.test", subject="خوش آمدید <script>", tenant="beta")
    return tmp_path


@pytest.fixture
def outbox(folder):
    sandbox = serve(folder=folder)
    yield sandbox
    sandbox.stop()


@pytest.fixture
def read(outbox):
    with httpx.Client(base_url=outbox.url, trust_env=False, verify=False) as client:
        yield client.get


def test_the_newest_mail_comes_first(read):
    page = read("/list").text
    assert page.index("خوش آمدید") < page.index("Welcome")
    assert "<script>" not in page
    assert '<meta http-equiv="refresh" content="5">' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=welcome", 1),
        ("q=nothing", 0),
        ("tenant=beta", 1),
        ("to=CARL@", 1),
        ("", 2),
        ("q=code&tenant=alpha", 1),
    ],
)
def test_mails_are_found(read, query, found):
    assert read(f"/list?{query}").text.count("<strong") == found


def test_a_mail_is_shown_in_a_frame_that_may_only_open_links(read):
    page = read("/messages/20261121T100000-a").text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    mail = read("/messages/20261121T100000-a/html")
    policy = mail.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "script-src" not in policy
    assert '<a target="_blank" rel="noopener noreferrer" href=' in mail.text


def test_pictures_in_a_mail_are_shown(read):
    assert 'src="/messages/20261121T100000-a/inline/logo"' in read("/messages/20261121T100000-a/html").text
    assert read("/messages/20261121T100000-a/inline/logo").content == b"\x89PNG"


def test_text_headers_and_raw_are_text(read):
    text = read("/messages/20261121T100000-a?view=text").text
    assert "&lt;b&gt;not markup" in text
    assert 'href="http://alpha.vitrine.localhost:8000/in/?a=1&amp;b=2" target="_blank"' in text
    assert "hello@alpha.example" in read("/messages/20261121T100000-a?view=headers").text
    assert "<script>" not in read("/messages/20261121T100000-a?view=raw").text
    assert read("/messages/20261121T100000-a/raw").headers["Content-Type"].startswith("text/plain")


def test_attachments_are_downloads(read):
    answer = read("/messages/20261121T100000-a/attachments/0")
    assert answer.content == b"%PDF-1"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert read("/messages/20261121T100000-a/attachments/9").status_code == 404


def test_programs_read_json(read):
    [mail] = read("/api/messages", params={"to": "carl@example.test"}).json()["messages"]
    assert (mail["subject"], mail["tenant"], mail["to"]) == ("Welcome", "alpha", ["carl@example.test"])
    assert mail["links"] == ["http://alpha.vitrine.localhost:8000/in/?a=1&b=2"]
    assert "123456" in mail["text"]
    assert mail["at"] == "2026-11-21T10:00:00+00:00"


def test_a_mail_that_arrives_is_there_at_once(read, folder):
    write(folder, "20261121T120000-c", to="olga@example.test", subject="New")
    assert "New" in read("/list").text


def test_a_broken_mail_is_shown_as_far_as_it_goes(read, folder):
    (folder / "20261121T130000-d.eml").write_bytes(
        b"Subject: =?utf-8?b?broken\r\nDate: never\r\nContent-Type: text/plain; charset=nowhere"
        b"\r\n\r\n\xff\xfe hello"
    )
    (folder / "20261121T130000-d.json").write_text("{")
    assert read("/list").status_code == 200
    assert "hello" in read("/messages/20261121T130000-d").text
    assert len(read("/api/messages").json()["messages"]) == 3


@pytest.mark.parametrize("id", ["..%2fsecret", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "nothing"])
def test_nothing_outside_the_folder_is_read(read, folder, id):
    (folder.parent / "secret.eml").write_text("Subject: secret\n\n")
    assert read(f"/messages/{id}").status_code == 404
