"""The settings of the test run: the embedded ones, with every file in a folder that the run throws away.

The database is a file and not memory, because the browser tests and the real worker come from other threads and processes.
"""

import atexit
import os
import shutil
import tempfile

# What a person's own shell says must not decide what the tests see.
for name in ("ENVIRONMENT", "DEBUG", "SECRET_KEY", "BUSINESS_CLOCK", "DEMONSTRATION", "STATIC_HASHED", "STATIC_ROOT"):
    os.environ.pop(name, None)
folder = os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="collaborative-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
# Each process of a run has a queue of its own, and none is the one that an application would use.
if os.environ.get("REDIS_URL"):
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{number}"

from collaborative.settings import *  # noqa: E402, F403
from collaborative.settings import DATA_DIR, DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
