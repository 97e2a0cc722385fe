# The production image: the same for web, worker, beat and migration; docker-compose.yml says which is which.
FROM python:3.11-slim AS dependencies
COPY requirements.lock /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements.lock

FROM python:3.11-slim
# What sets the pages of PDF reports, in the worker only; the Python package finds these libraries when it is first needed.
# Backups are made by PostgreSQL's own programs, which must not be older than the server (docker-compose.yml: 17).
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin collaborative \
    && install -d -o collaborative /data /backups
COPY --from=dependencies /venv /venv
COPY . /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/static
# Collecting needs no secret and no server, so it runs under the embedded settings and leaves nothing but the files.
RUN python -m compileall -q /app \
    && DATA_DIR=/tmp/build STATIC_HASHED=true python manage.py collectstatic --noinput --verbosity 0 \
    && rm -r /tmp/build
# The list of fonts is kept in /tmp: nothing else can be written to.
ENV ENVIRONMENT=production DATA_DIR=/data XDG_CACHE_HOME=/tmp
USER collaborative
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "collaborative.wsgi", "--config", "scripts/gunicorn.py"]
