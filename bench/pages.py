"""How quick the pages are, as ratios to an empty signed-in page of the same server in the same run.

Starts its own web server on a free port of this machine over the demonstration's database, signs in, and asks for the
pages in interleaved rounds, first with one client, then with four. Prints medians of the rounds.
"""

import gzip
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

ROUNDS = 5
REQUESTS = 120
CLIENTS = 4
HOST = "127.0.0.1"
EMPTY = "/accessibility/"


def free_port():
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


def start_server(port):
    """Two threaded workers, as `make run` and production start them."""
    command = [sys.executable, "-m", "gunicorn", "collaborative.wsgi", "--bind", f"{HOST}:{port}"]
    command += ["--workers", "2", "--threads", "4", "--log-level", "error"]
    server = subprocess.Popen(command, env=os.environ | {"DJANGO_SETTINGS_MODULE": "collaborative.settings"})
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return server
        time.sleep(0.1)
    raise SystemExit("The web server did not start")


def sign_in(port, email, password):
    """The cookie header of a signed-in session."""
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", "/accounts/login/")
    answer = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())[1]
    cookies = cookies_of(answer)
    form = urlencode({"csrfmiddlewaretoken": token, "login": email, "password": password})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": join(cookies),
        "Referer": f"http://{HOST}/",
    }
    connection.request("POST", "/accounts/login/", form, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"Could not sign in as {email}: status {answer.status}")
    return join(cookies | cookies_of(answer))


def cookies_of(answer):
    pairs = (value.split(";")[0].split("=", 1) for value in answer.headers.get_all("Set-Cookie", []))
    return dict(pairs)


def join(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def ask(port, path, cookie, count):
    """Seconds that each of `count` requests took on one connection."""
    connection = http.client.HTTPConnection(HOST, port)
    seconds = []
    for _ in range(count):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
    return seconds


def ask_together(port, path, cookie):
    """(95th percentile in seconds, requests a second) of several clients at once."""
    results, began = [], time.perf_counter()
    clients = [
        threading.Thread(target=lambda: results.extend(ask(port, path, cookie, REQUESTS // CLIENTS)))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return percentile_95(results), len(results) / (time.perf_counter() - began)


def percentile_95(seconds):
    return statistics.quantiles(seconds, n=20)[-1]


def page_size(port, path, cookie):
    """(plain, compressed) bytes of a page."""
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    if answer.headers.get("Content-Encoding") == "gzip":
        return len(gzip.decompress(body)), len(body)
    return len(body), len(gzip.compress(body, 6))


def sign_ins(data_dir):
    """E-mail addresses and the password of the demonstration, as `seed_demo` wrote them down."""
    text = (Path(data_dir) / "sign-ins.txt").read_text()
    password = re.search(r"[Pp]assword[^:]*:\s*(.+)", text)[1].strip()
    return {match[1]: match[0] for match in re.finditer(r"([a-z0-9-]+)@example\.org", text)}, password


def main(data_dir="var"):
    people, password = sign_ins(data_dir)
    port = free_port()
    server = start_server(port)
    try:
        cookie = sign_in(port, people["facilitator"], password)
        measure(port, cookie, ["/waves/W1/", "/waves/W1/practices/A99001/", "/waves/W1/measures/gp_consultations/"])
    finally:
        server.terminate()
        server.wait()


def measure(port, cookie, paths):
    began = time.perf_counter()
    first = {path: (ask(port, path, cookie, 1)[0]) for path in [EMPTY, *paths]}
    for path in first:  # every worker has made every page once
        ask_together(port, path, cookie)
    alone = {path: [] for path in first}
    together = {path: [] for path in first}
    for _ in range(ROUNDS):
        for path in first:
            alone[path].append(percentile_95(ask(port, path, cookie, REQUESTS)))
            together[path].append(ask_together(port, path, cookie))
    report(port, cookie, first, alone, together)
    print(f"{time.perf_counter() - began:.0f} s in all, {ROUNDS} interleaved rounds of {REQUESTS} requests")


def report(port, cookie, first, alone, together):
    empty_alone = statistics.median(alone[EMPTY])
    empty_p95 = statistics.median(p95 for p95, _ in together[EMPTY])
    empty_rate = statistics.median(rate for _, rate in together[EMPTY])
    for path in first:
        p95 = statistics.median(alone[path])
        p95_4 = statistics.median(p95 for p95, _ in together[path])
        rate = statistics.median(rate for _, rate in together[path])
        plain, packed = page_size(port, path, cookie)
        print(
            f"{path:45} first {first[path] * 1000:6.1f} ms | 1 client p95 {p95 * 1000:6.1f} ms = {p95 / empty_alone:4.2f} x empty"
            f" | {CLIENTS} clients p95 {p95_4 * 1000:6.1f} ms = {p95_4 / empty_p95:4.2f} x"
            f" | {rate:5.0f} requests/s = {rate / empty_rate:4.2f} x | {plain / 1000:5.0f} kB, {packed / 1000:4.0f} kB compressed"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
