"""What a browser would send: the fields of a page's own form, filled in where they are empty."""

from __future__ import annotations

from html.parser import HTMLParser

# What is put where a page asks for something and proposes nothing.
FILLINGS = {
    "email": "new.person@example.com",
    "number": "3",
    "date": "2031-05-05",
    "datetime-local": "2031-05-05T12:00",
    "time": "12:00",
    "url": "https://example.com/",
}


class _Forms(HTMLParser):
    """Collects each form that posts to its own page, as {name: [value]}."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[dict[str, list[str]]] = []
        self.current: dict[str, list[str]] | None = None
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            own = given.get("action", "") in {"", self.path}
            self.current = {} if given.get("method", "").lower() == "post" and own else None
            if self.current is not None:
                self.forms.append(self.current)
        elif self.current is not None and given.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            self._control(tag, given)
        elif tag == "option" and self.current is not None and self.select:
            self._option(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.current = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea and self.current is not None and data.strip():
            self.current[self.textarea] = [data.strip()]

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        if tag == "select":
            self.select = name
            self.current.setdefault(name, [])
        elif tag == "textarea":
            self.textarea = name
            self.current.setdefault(name, ["Some words"])
        elif kind in {"radio", "checkbox"}:
            values = self.current.setdefault(name, [])
            if "checked" in given or not values:
                values[:] = [given.get("value", "on")]
        elif kind not in {"file", "submit"}:
            value = given.get("value") or FILLINGS.get(kind, "Some word")
            self.current.setdefault(name, [f"{value} x" if kind == "text" else value])

    def _option(self, given: dict[str, str]) -> None:
        values = self.current[self.select]
        if given.get("value") and ("selected" in given or not values):
            values[:] = [given["value"]]


def forms_of(html: str, path: str) -> list[dict[str, list[str]]]:
    """The forms of a page that post to it."""
    parser = _Forms(path)
    parser.feed(html)
    return parser.forms
