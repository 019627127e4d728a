# Landfall in one image: web, workers and scheduler differ in their command only (see compose.yaml).
FROM python:3.13-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir "uv>=0.9,<1"
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-install-project
COPY manage.py LICENSE ./
COPY templates templates
COPY core core
COPY programme programme
COPY phases phases
COPY adoption adoption
COPY training training
COPY feedback feedback
COPY roi roi
# The fonts of the documents are part of core/; what a request needs is made here, so that the image runs read-only.
RUN export LANDFALL_HOME=/tmp/build LANDFALL_STATIC_ROOT=/app/static PATH="/app/.venv/bin:$PATH" \
 && python manage.py compilemessages -v 0 --ignore .venv \
 && python manage.py collectstatic --no-input -v 0 \
 && python -m compileall -q core programme phases adoption training feedback roi \
 && rm -rf /tmp/build

FROM python:3.13-slim-bookworm
RUN groupadd --gid 10001 landfall && useradd --uid 10001 --gid landfall --no-create-home --shell /usr/sbin/nologin landfall \
 && install -d -o landfall -g landfall /data
COPY --from=build /app /app
ENV PATH="/app/.venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LANDFALL_MODE=production LANDFALL_HOME=/data LANDFALL_STATIC_ROOT=/app/static
WORKDIR /app
USER landfall
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["gunicorn", "-c", "python:core.gunicorn", "core.wsgi"]
