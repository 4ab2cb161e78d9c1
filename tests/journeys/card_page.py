"""A buyer on the gateway's hosted page, over real HTTP."""

from __future__ import annotations

from urllib.parse import urljoin

import httpx

CARD, ASKS_BANK, DECLINED = "4242424242424242", "4000000000003220", "4000000000000002"


class CardPage:
    """The page that the shop sent the buyer to. `url` is where the buyer is now."""

    def __init__(self, url: str) -> None:
        self.url, self.status, self.text = url, 0, ""
        self._take(httpx.get(url, trust_env=False, verify=False))

    def pay(self, number: str) -> CardPage:
        """Fill in a card and press the button."""
        fields = {"number": number, "expiry": "12 / 34", "cvc": "123", "name": "Carl Client"}
        return self._take(httpx.post(self.url, data=fields, trust_env=False, verify=False))

    def answer_bank(self, answer: str) -> CardPage:
        """Answer the bank's question: `complete` or `fail`."""
        assert 'name="answer"' in self.text, self.text
        return self._take(httpx.post(self.url, data={"answer": answer}, trust_env=False, verify=False))

    def _take(self, answer: httpx.Response) -> CardPage:
        """Follow redirects within the gateway; the one back to the shop is where the buyer is then."""
        while answer.is_redirect:
            self.url = urljoin(str(answer.url), answer.headers["location"])
            self.status = answer.status_code
            if httpx.URL(self.url).netloc != answer.url.netloc:
                return self
            answer = httpx.get(self.url, trust_env=False, verify=False)
        self.status, self.text = answer.status_code, answer.text
        return self
