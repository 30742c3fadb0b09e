"""A small HTTP client with cookies for tests against the real server: no redirects followed unasked."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Visitor:
    """One person's browser, without a picture."""

    base_url: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, method: str = "GET") -> Reply:
        return self._send(method, path, None)

    def post(self, path: str, fields: dict[str, object]) -> Reply:
        """Post a form as the page that holds it would: with its token, from its origin."""
        if not self.token:
            self.token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).body)[1]
        return self._send("POST", path, urlencode({**fields, "csrfmiddlewaretoken": self.token}, doseq=True))

    def _send(self, method: str, path: str, body: str | None) -> Reply:
        parts = urlsplit(self.base_url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.base_url}
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
        return Reply(answer.status, dict(answer.getheaders()), text)
