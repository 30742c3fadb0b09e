"""Having a page rendered by a process of its own, which is killed where it takes too much.

The process (child.py) gets the page and the few files that it may use through a pipe, an empty environment
and a private folder, and gives the file back through a pipe. Nothing of the page can reach further than that.
"""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.exports.pdf.child import OUT_OF_MEMORY
from reports.pango import advice, missing
from smax.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

CHILD = Path(__file__).with_name("child.py")
MEGABYTE = 1024 * 1024
# Where libraries are found on macOS and Windows; nothing that is ours.
PASSED_ON = ("DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT", "WEASYPRINT_DLL_DIRECTORIES")
LONGEST_LOG = 2000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one page may take: seconds on the clock and of the processor, bytes of memory and of a file."""

    seconds: int = 60
    processor: int = 45
    memory: int = 1024 * MEGABYTE
    written: int = 64 * MEGABYTE
    open_files: int = 64

    def of_the_system(self) -> dict[str, int]:
        """The same by the names that the system has for them."""
        return {
            "RLIMIT_CPU": self.processor,
            "RLIMIT_AS": self.memory,
            "RLIMIT_FSIZE": self.written,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CORE": 0,
        }


LIMITS = Limits()


class NotRenderedError(RefusedError):
    """A page could not be rendered, for a reason that stays: trying again would not help."""


def lacking() -> str:
    """Say what this machine lacks for PDF files; "" where nothing is missing."""
    packages = missing()
    return advice(packages).capitalize() + "." if packages else ""


def render(html: str, files: Mapping[str, bytes], *, limits: Limits = LIMITS) -> bytes:
    """Render a page with the files that it names as `bundle:name`.

    NotRenderedError, with a sentence for who asked, where the page takes too much or cannot be rendered.
    """
    order = {
        "html": html,
        "files": {name: base64.b64encode(content).decode() for name, content in files.items()},
        "limits": limits.of_the_system(),
    }
    with tempfile.TemporaryDirectory(prefix="smax-pdf-") as folder:
        process = subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-I", "-B", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            written, told = process.communicate(json.dumps(order).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            raise NotRenderedError(_too_long()) from None
        except BaseException:  # the worker is told to stop at once
            _kill(process)
            raise
    _check(process.returncode, told.decode(errors="replace"))
    log.info("rendered a page into %d bytes", len(written))
    return written


def _environment(folder: str) -> dict[str, str]:
    given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {"HOME": folder, "TMPDIR": folder, "TEMP": folder, "LANG": "C.UTF-8", **given}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.communicate()


def _check(status: int, told: str) -> None:
    """Say plainly why there is no file; what the libraries said goes into the log."""
    if status == 0:
        if "ERROR" in told:
            log.warning("the renderer left something out: %s", told[-LONGEST_LOG:])
        return
    log.error("the renderer ended with %s: %s", status, told[-LONGEST_LOG:])
    if status in {-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)}:
        raise NotRenderedError(_too_long())
    # Where memory is short, saying so can fail as well: the interpreter then ends as for any error.
    if status == OUT_OF_MEMORY or status < 0 or "MemoryError" in told:
        raise NotRenderedError(_too_large())
    raise NotRenderedError(_("The page could not be turned into a PDF file. The server's log says more."))


def _too_long() -> str:
    return _("Making the PDF file took too long and was stopped. Shorter notes and fewer answers may help.")


def _too_large() -> str:
    return _("Making the PDF file took too much memory and was stopped. Shorter notes may help.")
