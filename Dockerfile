# The base may be named otherwise: by its digest, or as a closed network's own registry has it.
ARG PYTHON_IMAGE=python:3.13-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /build
COPY requirements.lock ./
# The tools that build, pinned by the lock: uv by its own hash, then the build backend through uv.
RUN sed -n '/^uv==/,/^    # via/p' requirements.lock > tools.lock \
 && python -m venv /tools \
 && /tools/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r tools.lock \
 && /tools/bin/uv pip install --no-cache --python /tools/bin/python --verify-hashes -c requirements.lock hatchling
# The dependencies of the running service, at the lock's versions and hashes. They are compiled here, since
# the service may not write where they lie.
COPY pyproject.toml ./
RUN python -m venv --without-pip /app \
 && /tools/bin/uv pip install --no-cache --python /app/bin/python --compile-bytecode --verify-hashes \
    -c requirements.lock -r pyproject.toml
COPY README.md LICENSE ./
COPY domain ./domain
COPY migrations ./migrations
COPY projections ./projections
COPY service ./service
RUN /tools/bin/hatchling build -t wheel \
 && /tools/bin/uv pip install --no-cache --offline --python /app/bin/python --compile-bytecode --no-deps dist/*.whl

FROM ${PYTHON_IMAGE}
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="thidua" \
      org.opencontainers.image.description="The emulation year of police clusters as one append-only log" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}"
# Nothing in the finished image installs anything. The ids are fixed, so that volumes keep their owner.
RUN python -m pip uninstall --yes --root-user-action=ignore pip \
 && groupadd --gid 10001 thidua \
 && useradd --no-log-init --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/thidua --shell /usr/sbin/nologin thidua \
 && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/thidua
COPY --from=build /app /app
COPY examples /usr/share/thidua/examples
# The database is no variable here: a secret file could not replace it. Without one it is var/thidua.db below.
ENV PATH=/app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    THIDUA_HOST=0.0.0.0
USER 10001:10001
WORKDIR /var/lib/thidua
VOLUME /var/lib/thidua
EXPOSE 8000
STOPSIGNAL SIGTERM
# Whether the process lives; whether the database answers is /readyz, and no reason to end the service.
HEALTHCHECK --interval=30s --timeout=3s --start-period=15s --retries=3 \
  CMD ["python", "-c", "from http.client import HTTPConnection as To; a = To('127.0.0.1', 8000, timeout=2); a.request('GET', '/livez'); raise SystemExit(a.getresponse().status != 200)"]
ENTRYPOINT ["thidua"]
CMD ["serve"]
