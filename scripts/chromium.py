"""The machine's own Chromium, for the tests that go through a browser. It is never downloaded."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")


def path():
    """Where Chromium is, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


if __name__ == "__main__" and path() is None:
    print("NOTE: no Chromium on this machine, so the browser tests are skipped (on Debian: apt-get install chromium)")
