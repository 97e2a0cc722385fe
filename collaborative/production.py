"""What a production server refuses to start with. Plain values in, so that it can run while settings are read."""

import re

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET_KEY = 50
FEWEST_DIFFERENT_CHARACTERS = 5
# Words that stand in examples and in other people's compose files.
DEFAULT_PASSWORDS = {"", "admin", "changeme", "collaborative", "password", "postgres", "secret"}
DEFAULT_KEY = re.compile(r"insecure|not-for-production|change.?me|example", re.IGNORECASE)


def problems(*, debug, secret_key, allowed_hosts, database, redis_url):
    """Yield a sentence for everything that is unsafe; `database` is Django's dictionary of one database."""
    if debug:
        yield "DEBUG is on. Leave it out."
    if len(secret_key) < SHORTEST_SECRET_KEY or len(set(secret_key)) < FEWEST_DIFFERENT_CHARACTERS:
        yield f"SECRET_KEY is shorter than {SHORTEST_SECRET_KEY} characters or repeats a few of them. Make a random one."
    if DEFAULT_KEY.search(secret_key):
        yield "SECRET_KEY is one from an example. Make a random one."
    if not allowed_hosts or any(host.strip() in {"", "*", "."} or "*" in host for host in allowed_hosts):
        yield "ALLOWED_HOSTS is empty or a wildcard. Name the hosts."
    if not database["ENGINE"].endswith("postgresql"):
        yield "DATABASE_URL is not PostgreSQL."
    elif (database.get("PASSWORD") or "").lower() in DEFAULT_PASSWORDS:
        yield "The password in DATABASE_URL is empty or a default. Choose another."
    if not redis_url:
        yield "REDIS_URL is missing."


def refuse_unsafe(**values):
    """Raise ImproperlyConfigured with every problem at once, or return quietly."""
    found = list(problems(**values))
    if found:
        raise ImproperlyConfigured("Not fit for production:\n- " + "\n- ".join(found))
