"""Exit 0 when the web server in this container says that it can serve. Standard library only."""

import os
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

# The server answers to its public names only, so the request must bear one of them.
host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]

try:
    urlopen(Request(f"http://127.0.0.1:{port}/health/", headers={"Host": host}), timeout=8).close()
except URLError as error:
    sys.exit(f"not well: {error}")
