"""From a clean clone to a running demonstration with nothing but Python 3.11: `make run` and `make install`.

Standard library only, since nothing is installed yet. All that it writes is under .venv/ and var/.
"""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.json"
DATA_DIR = Path(os.environ.get("DATA_DIR", ROOT / "var"))
STATIC_STAMP = DATA_DIR / "static.sha256"
# Where a DATABASE_URL names another, seed_demo itself finds out whether there is anything to do.
DATABASE = DATA_DIR / "db.sqlite3"
SIGN_INS = DATA_DIR / "sign-ins.txt"
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"http://127.0.0.1:{PORT}/"

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
PATIENCE_SECONDS = 5

CHILDREN = {
    "web": f"gunicorn collaborative.wsgi --bind 127.0.0.1:{PORT} --worker-class gthread --workers 2 --threads 4"
    " --graceful-timeout 3 --log-level warning",
    # One worker only, since the file queue is not safe for more; threads, since they stop cleanly.
    "worker": "celery -A collaborative worker --pool threads --concurrency 2 --without-gossip --without-mingle"
    " --loglevel WARNING",
    # A child of ours like the others: inside the worker it would be orphaned when the worker is stopped while starting.
    "schedule": "celery -A collaborative beat --loglevel WARNING --pidfile=",
}


def say(text):
    print(text, flush=True)


# ------------------------------------------------------------------ dependencies


def install(lock):
    """Bring .venv to the state of a lock file; nothing is done when it was already."""
    if not PYTHON.exists():
        check_python()
        say("Making a virtual environment in .venv")
        venv.create(VENV, with_pip=True)
    wanted = {name: digest(ROOT / name) for name in ([RUNTIME, DEVELOPMENT] if lock == DEVELOPMENT else [RUNTIME])}
    present = json.loads(INSTALLED.read_text()) if INSTALLED.exists() else {}
    if all(present.get(name) == value for name, value in wanted.items()):
        return
    say(f"Installing what {lock} names")
    installer = uv() or [PYTHON, "-m", "pip", "install", "--quiet"]
    call(*installer, "--require-hashes", "-r", lock)
    INSTALLED.write_text(json.dumps(present | wanted))


def check_python():
    if sys.version_info[:2] != (3, 11):
        sys.exit(f"Python 3.11 is needed, and this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 run")


def uv():
    """The command of uv, which installs in seconds what takes pip minutes; None when it cannot be had."""
    program = VENV / "bin" / "uv"
    if not program.exists():
        command = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements-install.lock"]
        subprocess.run(command, cwd=ROOT, stderr=subprocess.DEVNULL, check=False)
    if not program.exists():
        say("uv could not be installed: pip does the same, in a few minutes")
        return None
    return [program, "pip", "install", "--quiet", "--no-python-downloads", "--python", PYTHON]


def digest(*paths):
    """SHA-256 over the names and contents of files."""
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def call(*command, **options):
    """Run a command in the project; when it fails, so do we, without a trace of our own."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **options)
    if done.returncode:
        sys.exit(done.returncode)


# ------------------------------------------------------------------ state under var/


def prepare():
    """Database at the newest migration, static files collected, and the demonstration when it may be missing."""
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    is_kept = SIGN_INS.exists() and DATABASE.exists()
    call(PYTHON, "manage.py", "migrate", "--verbosity", "0")
    call(PYTHON, "manage.py", "load_register_data", stdout=subprocess.DEVNULL)
    # Should the database be a restored backup: nobody who was erased may be back when the site opens.
    call(PYTHON, "manage.py", "reapply_erasures")
    call(PYTHON, "manage.py", "recompute_outdated")
    collect_static()
    if not is_kept:
        say("Making the demonstration: invented practices, invented figures")
        call(PYTHON, "manage.py", "seed_demo", stdout=subprocess.DEVNULL)


def collect_static():
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    current = digest(ROOT / RUNTIME, *files)
    if STATIC_STAMP.exists() and STATIC_STAMP.read_text() == current:
        return
    say("Collecting static files")
    call(PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity", "0")
    STATIC_STAMP.write_text(current)


# ------------------------------------------------------------------ web, worker and schedule together


def serve():
    """Run the children until one ends or we are told to stop; then none is left behind."""
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: sys.exit(0))
    children = {}
    try:
        for name, command in CHILDREN.items():
            children[name] = start(command)
        wait_until_served(children)
        say(welcome())
        while not (ended := [name for name, child in children.items() if child.poll() is not None]):
            time.sleep(0.5)
        sys.exit(f"{ended[0]} ended by itself, so everything stops")
    finally:
        stop_all(children.values())


def start(command):
    """A child in a process group of its own, so that Ctrl-C reaches it once, from us, and not twice."""
    program, *arguments = command.split()
    return subprocess.Popen([PYTHON, "-m", program, *arguments], cwd=ROOT, env=surroundings(), process_group=0)


def surroundings():
    """Celery warns root at length that a worker should be somebody else's, which a demonstration need not be."""
    return os.environ | {"PYTHONWARNINGS": "ignore:You're running the worker"}


def wait_until_served(children):
    while all(child.poll() is None for child in children.values()):
        try:
            return urllib.request.urlopen(f"{ADDRESS}health/", timeout=5).close()
        except urllib.error.HTTPError:
            return None
        except OSError:
            time.sleep(0.2)


def stop_all(children):
    """Ask every group to stop, then make it."""
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0, deadline - time.monotonic()))
        end_group(child.pid)
        child.wait()


def end_group(group):
    """What is left of a child's group, such as a schedule whose worker was killed."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def welcome():
    sign_ins = SIGN_INS.read_text().rstrip() if SIGN_INS.exists() else "(no demonstration sign-ins)"
    return f"\n{sign_ins}\n\nOpen {ADDRESS} in a browser. Ctrl-C stops everything; what you did stays in var/.\n"


def main():
    # Everything we start serves collected files under hashed names.
    os.environ.setdefault("STATIC_HASHED", "true")
    # Links in letters lead to where the demonstration is served.
    os.environ.setdefault("SITE_ADDRESS", ADDRESS.rstrip("/"))
    match sys.argv[1:]:
        case ["run"]:
            install(RUNTIME)
            prepare()
            serve()
        case ["install"]:
            install(DEVELOPMENT)
        case _:
            sys.exit(f"usage: {sys.argv[0]} run | install")


if __name__ == "__main__":
    main()
