"""Runs bench/peers.py where the packages are that it compares with: in a throwaway environment, made by pip and removed.

They never come near the lock files. A package that cannot be installed is said not to be measured.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from bench.peers import PEERS

PEERS_FILE = Path(__file__).resolve().parent / "peers.py"
LOUDEST = 300  # characters of what pip says


def main(rounds):
    with tempfile.TemporaryDirectory(prefix="bench-peers-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        for name in ("numpy", "pandas", *PEERS):
            install(python, name)
        subprocess.run([python, PEERS_FILE, rounds], check=True)


def install(python, name):
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{name}: could not be installed: {done.stderr.strip()[-LOUDEST:]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
