"""Build static/vendor from the packages of package-lock.json. Run by `make vendor`; its output is committed.

Needs Node, npm and Chromium, which nobody else needs: a clone runs with what is committed.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ROOT / "node_modules"
OUTPUT = ROOT / "static" / "vendor"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

NHSUK_LICENCE_HEAD = "nhsuk-frontend\n\nCopyright (c) NHS England\n\nThe MIT License (MIT)\n\n"


def install():
    """The packages exactly as locked; without a lock file, the newest that package.json allows."""
    locked = (ROOT / "package-lock.json").exists()
    subprocess.run(["npm", "ci" if locked else "install", "--ignore-scripts"], cwd=ROOT, check=True)
    strip_addresses(ROOT / "package-lock.json")


def strip_addresses(lock_file):
    """The lock keeps versions and hashes; from where to fetch is the reader's own setting."""
    lock = json.loads(lock_file.read_text())
    for package in lock["packages"].values():
        for key in ("resolved", "funding"):
            package.pop(key, None)
    lock_file.write_text(json.dumps(lock, indent=2) + "\n")


def build_nhsuk():
    """Style sheet compiled without fonts, script without its map, and only the icons that the style sheet names."""
    source, target = PACKAGES / "nhsuk-frontend" / "dist" / "nhsuk", OUTPUT / "nhsuk"
    (target / "assets" / "images").mkdir(parents=True)
    sass = [PACKAGES / ".bin" / "sass", "--load-path", PACKAGES, "--style=compressed", "--no-source-map"]
    css = subprocess.run(
        [*sass, ROOT / "scripts" / "vendor" / "nhsuk.scss"], check=True, capture_output=True, text=True
    ).stdout
    write(target / "nhsuk-frontend.min.css", css)
    for image in sorted(set(re.findall(r"assets/images/([\w.-]+)", css))):
        shutil.copyfile(source / "assets" / "images" / image, target / "assets" / "images" / image)
    write(target / "nhsuk-frontend.min.js", without_map((source / "nhsuk-frontend.min.js").read_text()))
    write(target / "LICENCE.txt", NHSUK_LICENCE_HEAD + mit_text())


def build_plotly():
    """The script, and the style sheet that it would write into the page, which a strict policy forbids."""
    source, target = PACKAGES / "plotly.js-basic-dist-min", OUTPUT / "plotly"
    target.mkdir(parents=True)
    write(target / "plotly-basic.min.js", without_map((source / "plotly-basic.min.js").read_text()))
    write(target / "plotly.css", plotly_style_sheet(source / "plotly-basic.min.js"))
    shutil.copyfile(source / "LICENSE", target / "LICENCE.txt")


def plotly_style_sheet(script):
    """The rules of `#plotly.js-style-global`, read from a browser that has drawn one chart."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content("<div id='chart'></div>")
        page.add_script_tag(path=script)
        rules = page.evaluate(
            """async () => {
                await Plotly.newPlot("chart", [{y: [1, 2]}]);
                const sheet = document.getElementById("plotly.js-style-global").sheet;
                return [...sheet.cssRules].map(rule => rule.cssText);
            }"""
        )
        browser.close()
    return "\n".join(rules) + "\n"


def without_map(script):
    """The maps are not vendored, and a file that names a missing one cannot be collected."""
    return re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "", script).rstrip("\n") + "\n"


def mit_text():
    """The words of the MIT licence, from a package that carries them: nhsuk-frontend ships no licence file."""
    words = (PACKAGES / "plotly.js-basic-dist-min" / "LICENSE").read_text()
    return words[words.index("Permission is hereby granted") :]


def write(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")


def write_checksums():
    """SHA-256 of every file, in the form that `sha256sum --check` reads."""
    files = sorted(path for path in OUTPUT.rglob("*") if path.is_file())
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(OUTPUT)}\n" for path in files]
    write(OUTPUT / "CHECKSUMS.sha256", "".join(lines))


def main():
    if CHROMIUM is None:
        sys.exit("make vendor reads plotly's style sheet from Chromium: install it first")
    install()
    shutil.rmtree(OUTPUT, ignore_errors=True)
    build_nhsuk()
    build_plotly()
    write_checksums()


if __name__ == "__main__":
    main()
