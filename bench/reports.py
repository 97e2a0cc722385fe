"""How long the files of a workshop report take, and how much memory: 16 teams, 97 practices, 460 charts, invented.

Each file is written by a process of its own, whose time and peak memory are reported; then PDF and presentation at the same
time, as two workers would. Seconds of the processor are beside those of the clock, since other work may share the machine.
"""

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

KINDS = ("html", "csv", "pptx", "pdf")
SUFFIXES = {"csv": "zip"}


def write(kind, path):
    """One file; returns (seconds to the first word of progress, how often there was one)."""
    from tests.collaborative.rendering.report_builder import full_report

    report, steps, began = full_report(), [], time.perf_counter()
    module = import_module(f"collaborative.reports.{kind}")
    if kind == "html":
        path.write_text(module.page(report), encoding="utf-8")
    elif kind == "csv":
        module.write(report, path)
    else:
        module.write(report, path, lambda *_: steps.append(time.perf_counter() - began))
    return steps


def child(kind, folder):
    """Run by a process of its own: writes what it took as JSON."""
    path = Path(folder) / f"report.{SUFFIXES.get(kind, kind)}"
    began, processor = time.perf_counter(), time.process_time()
    steps = write(kind, path)
    print(
        json.dumps(
            {
                "kind": kind,
                "seconds": time.perf_counter() - began,
                "processor": time.process_time() - processor,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "bytes": path.stat().st_size,
                "packed": len(gzip.compress(path.read_bytes(), 6)) if kind == "html" else None,
                "steps": len(steps),
                "first": steps[0] if steps else None,
            }
        )
    )


def start(kind, folder):
    command = [sys.executable, "-m", "bench.reports", kind, folder]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)


def finished(process):
    said, _ = process.communicate()
    if process.returncode:
        raise SystemExit("A file could not be written")
    return json.loads(said)


def measure(folder):
    """One worker: one file after the other; two: PDF and presentation at once."""
    alone = {kind: finished(start(kind, folder)) for kind in KINDS}
    for kind in KINDS:
        say("one worker", alone[kind], alone["html"])
    together = [start(kind, folder) for kind in ("pdf", "pptx")]
    for process in together:
        say("two workers", finished(process), alone["html"])
    section_weights()


def say(how, found, web):
    weight = f"{found['bytes'] / 1e6:5.2f} MB" + (
        f", {found['packed'] / 1e6:.2f} MB compressed" if found["packed"] else ""
    )
    first = f" | first progress after {found['first']:.2f} s, {found['steps']} in all" if found["steps"] else ""
    print(
        f"{how:12} {found['kind']:5} {found['seconds']:6.1f} s = {found['seconds'] / web['seconds']:6.1f} x the web page"
        f" | processor {found['processor']:5.1f} s | peak {found['peak']:4.0f} MB | {weight}{first}"
    )


def section_weights():
    """The web report is read page by page: how heavy the overview and the heaviest page are."""
    from collaborative.reports import html
    from tests.collaborative.rendering.report_builder import full_report

    report = full_report()
    texts = {"overview": html.overview(report, str)}
    pages = [html.section(report, page.key, str, overview_at="/") for page in report.pages]
    texts["heaviest page"] = max(pages, key=len)
    for name, text in texts.items():
        print(
            f"web, {name}: {len(text) / 1000:.0f} kB, {len(gzip.compress(text.encode(), 6)) / 1000:.0f} kB compressed"
        )


if __name__ == "__main__":
    if len(sys.argv) > 2:
        child(*sys.argv[1:])
    else:
        with tempfile.TemporaryDirectory(prefix="bench-") as place:
            measure(place)
