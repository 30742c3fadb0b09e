"""One file of a snapshot over HTTP: whole, or from the byte where a download stopped.

A file is announced with its length and its SHA-256. What breaks in the middle breaks the transfer: whoever
reads has fewer bytes than announced, and asks for the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import HttpResponse, StreamingHttpResponse

from reports.benchmarks.files import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponseBase

    from reports.models import SnapshotFile

KIND = "text/csv; charset=utf-8"
SPAN = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def span_of(asked: str | None, size: int) -> range | None:
    """The bytes that a Range header asks for: none left is an empty range; None where all should be sent.

    >>> span_of("bytes=4-", 10), span_of("bytes=2-5", 10), span_of("bytes=-3", 10), span_of("bytes=10-", 10)
    (range(4, 10), range(2, 6), range(7, 10), range(10, 10))
    >>> span_of(None, 10), span_of("bytes=0-1,4-5", 10), span_of("bytes=5-2", 10)
    (None, None, None)
    """
    found = SPAN.fullmatch(asked or "")
    if not found or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(min(int(first), size), min(int(last) + 1, size) if last else size)


def send(request: HttpRequest, file: SnapshotFile, name: str) -> HttpResponseBase:
    """Answer with the file or the part that is asked for; to HEAD with what would be sent."""
    tag = f'"{file.sha256}"'
    span = None
    if request.headers.get("If-Range", tag) == tag:
        span = span_of(request.headers.get("Range"), file.size)
    if span is not None and not span:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    chosen = range(file.size) if span is None else span
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(len(chosen)),
        "Content-Type": KIND,
        "ETag": tag,
    }
    if span is not None:
        headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{file.size}"
    status = 200 if span is None else 206
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(_part(file, chosen), status=status, headers=headers)


def _part(file: SnapshotFile, chosen: range) -> Iterator[bytes]:
    left = len(chosen)
    for block in read(file, chosen.start):
        yield block[:left]
        left -= len(block)
        if left <= 0:
            return
