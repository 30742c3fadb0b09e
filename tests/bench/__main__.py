"""`python3 dev.py bench [NAME...]`: runs the benchmarks of this folder and prints what they measured.

A benchmark is a module here with `run() -> dict[str, str]`: what was measured, and the value with its unit.
The first line of its docstring says what it does.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import sys
import time

import tests.bench
import tests.plugin


def names() -> list[str]:
    """Every benchmark, by name."""
    modules = pkgutil.iter_modules(tests.bench.__path__)
    return sorted(info.name for info in modules if info.name != "__main__" and not info.ispkg)


def main(wanted: list[str]) -> int:
    """Run the named benchmarks, or all."""
    known = names()
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    for name in wanted or known:
        module = importlib.import_module(f"tests.bench.{name}")
        print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
        started = time.perf_counter()
        for label, value in module.run().items():
            print(f"  {label:<50} {value:>20}")
        print(f"  {'in all':<50} {time.perf_counter() - started:>18.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
