"""Run a command with a PostgreSQL and a Redis: those that the environment names, else throwaway ones.

    python scripts/servers.py COMMAND...

Throwaway servers listen on the loopback address only, keep nothing, and end with the command.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

# A crash of a throwaway server loses nothing that anybody wants, so it need not wait for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def main(command):
    # Told to stop, we still end our servers; Ctrl-C does so by itself.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as servers:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = servers.enter_context(postgresql())
        if not os.environ.get("REDIS_URL"):
            os.environ["REDIS_URL"] = servers.enter_context(redis())
        return subprocess.run(command, check=False).returncode


@contextmanager
def postgresql():
    """The address of a new, empty cluster."""
    programs = newest_postgresql()
    with tempfile.TemporaryDirectory(prefix="postgresql-") as folder, ordinary_person(folder) as person:
        data, password, port = Path(folder) / "data", secrets.token_hex(16), free_port()
        password_file = Path(folder) / "password"
        password_file.write_text(password)
        password_file.chmod(0o644)
        options = ["--username=collaborative", f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8"]
        quietly(*person, programs / "initdb", "--no-sync", "--locale=C.UTF-8", *options, "-D", data)
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} {FAST}"
        control = [*person, programs / "pg_ctl", "-D", data, "--wait"]
        quietly(*control, "-o", settings, "-l", Path(folder) / "log", "start")
        try:
            yield f"postgres://collaborative:{password}@127.0.0.1:{port}/postgres"
        finally:
            quietly(*control, "--mode=immediate", "stop")


def newest_postgresql():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = found[-1] if found else shutil.which("initdb")
    if initdb is None:
        sys.exit("No PostgreSQL here. Give DATABASE_URL, or install it (on Debian: apt-get install postgresql)")
    return Path(initdb).parent


@contextmanager
def ordinary_person(folder):
    """The words that make a command somebody else's where we are root, whom PostgreSQL refuses; else none."""
    if os.geteuid() != 0:
        yield []
        return
    name = (
        "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
    )
    shutil.chown(folder, name)
    yield ["setpriv", f"--reuid={name}", "--clear-groups", "env", f"HOME={folder}"]


@contextmanager
def redis():
    """The address of a Redis that writes nothing to the disk."""
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        sys.exit("No Redis here. Give REDIS_URL, or install it (on Debian: apt-get install redis-server)")
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        options = f"--port {port} --bind 127.0.0.1 --save '' --appendonly no --dir {folder}"
        options = [option.strip("'") for option in options.split()]
        server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, process_group=0)
        try:
            wait_until_open(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_open(port):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("Redis did not start")


def quietly(*command):
    """Run; what it says is shown only when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd="/",
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{command[-1]} failed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
