FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock ./
# The tools that build, pinned by the lock: uv by its own hash, then the build backend through uv.
RUN sed -n '/^uv==/,/^    # via/p' requirements.lock > tools.lock \
 && python -m venv /tools \
 && /tools/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r tools.lock \
 && /tools/bin/uv pip install --no-cache --python /tools/bin/python --verify-hashes -c requirements.lock hatchling
# The dependencies of the running service, at the lock's versions and hashes.
COPY pyproject.toml ./
RUN python -m venv --without-pip /app \
 && /tools/bin/uv pip install --no-cache --python /app/bin/python --verify-hashes -c requirements.lock -r pyproject.toml
COPY README.md LICENSE ./
COPY domain ./domain
COPY projections ./projections
COPY service ./service
RUN /tools/bin/hatchling build -t wheel \
 && /tools/bin/uv pip install --no-cache --python /app/bin/python --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/thidua --create-home thidua
COPY --from=build /app /app
COPY examples /usr/share/thidua/examples
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    THIDUA_DATABASE_URL=sqlite:////var/lib/thidua/thidua.db
USER thidua
WORKDIR /var/lib/thidua
VOLUME /var/lib/thidua
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["thidua", "serve", "--host", "0.0.0.0"]
