"""The process that turns one page of HTML into a PDF file, behind a fence, and then ends.

It is started as a script of its own by `reports.exports.pdf.renderer`: it knows neither Django nor the
project, has no settings, no database and an empty environment. What it needs comes through its standard
input; what it makes leaves through its standard output (docs/decisions/017-a-fence-around-the-renderer.md).

The fence, from the outside in: limits on memory, time, files and their size; a network without any interface,
where the system allows it; a hook in the interpreter that refuses sockets, processes and files outside of its
own; and a fetcher that knows nothing but the files that came along.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import importlib
import json
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

BUNDLE = "bundle:"
LINKS = ("#", "http://", "https://")
OUT_OF_MEMORY = 3
TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
# What the interpreter announces before it connects, starts something, or looks a name up.
REFUSED = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "urllib.Request",
    "ftplib.",
    "http.client.",
    "smtplib.",
)


class RefusedError(PermissionError):
    """Something was asked for that is outside of the fence."""


def limit(limits: dict[str, int]) -> None:
    """Set the limits of this process, by their names in the module `resource`; for good."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    for name, value in limits.items():
        _soft, hard = resource.getrlimit(getattr(resource, name))
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # What a system does not limit (macOS knows no memory of its own) stays as it is.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (least, least))


def leave_the_network() -> bool:
    """Move into a network without interfaces, alone or in a user namespace; whether the system allowed it."""
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWNET | CLONE_NEWUSER))


def refuse_the_rest() -> None:
    """Refuse sockets, processes and files of others, whichever library asks. It cannot be undone.

    Python and its libraries stay readable; written is in the temporary folder of this process alone.
    """
    own = os.path.realpath(tempfile.gettempdir()) + os.sep
    libraries = {sys.prefix, sys.base_prefix, *filter(None, sys.path)}
    readable = (own, *(os.path.realpath(folder) + os.sep for folder in libraries))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(REFUSED):
            raise RefusedError(event)
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            writes = arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if not path.startswith(own if writes else readable):
                raise RefusedError(f"{event} {path}")

    sys.addaudithook(hook)


def fetcher(files: dict[str, bytes]) -> Any:
    """Make a fetcher that hands out `files` by name and knows no other address, not even data:."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Bundle(URLFetcher):  # type: ignore[misc]
        """Knows `bundle:name`. It opens nothing itself, so there is nothing to redirect."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            """Hand out a file that came along; RefusedError for any other address."""
            name = url.removeprefix(BUNDLE)
            if not url.startswith(BUNDLE) or name not in files:
                raise RefusedError(f"not in the bundle: {url[:100]}")
            kind = TYPES[Path(name).suffix]
            return URLFetcherResponse(url, files[name], {"Content-Type": kind})

    return Bundle()


def pdf_of(html: str, files: dict[str, bytes]) -> bytes:
    """Lay the page out once and write it, tagged for readers that speak."""
    import weasyprint  # behind the limits

    page = weasyprint.HTML(string=html, base_url=BUNDLE, url_fetcher=fetcher(files))
    for element in page.etree_element.iter():
        # A report carries no files in its belly, and its links lead to its own places or to the web.
        if "attachment" in element.attrib.get("rel", "").lower():
            del element.attrib["rel"]
        if element.tag == "a" and not element.attrib.get("href", "#").startswith(LINKS):
            del element.attrib["href"]
    written: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return written


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Read an order, fence this process in, and write the file."""
    order = json.load(source)
    limit(order["limits"])
    alone = leave_the_network()
    # The library reads files of the system while it is loaded, and none afterwards.
    importlib.import_module("weasyprint")
    logging.getLogger("weasyprint").addHandler(logging.StreamHandler())
    refuse_the_rest()
    sys.stderr.write(f"network: {'none' if alone else 'as the server has it'}\n")
    files = {name: base64.b64decode(content) for name, content in order["files"].items()}
    target.write(pdf_of(order["html"], files))
    target.flush()


if __name__ == "__main__":
    # What a library prints goes with the warnings, not into the file.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        main(sys.stdin.buffer, out)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
