"""How gunicorn serves in production. No access log: addresses carry reset links, and the proxy in front logs requests."""

import os

bind = os.environ.get("BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = 4
# A worker starts afresh now and then, not all at once, so that a leak never grows old.
max_requests, max_requests_jitter = 2000, 200
# Uploads of 5 MB over a slow line are done within this; threads answer others meanwhile.
timeout = 60
graceful_timeout = 20
# Heartbeats are files: on a disk they would stop the worker whenever the disk is slow.
worker_tmp_dir = "/dev/shm"
