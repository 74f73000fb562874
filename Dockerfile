# The bot with its model and what it learnt from the examples: a container starts at once.
#
#   docker build -t kommunsvar --build-arg PIP_EXTRA_INDEX_URL=... .
#
# PIP_EXTRA_INDEX_URL is the address of PyTorch's builds for processors, as its own page of
# installation tells it ("CPU"). Without it the image works as well, and is gigabytes larger.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ARG PIP_EXTRA_INDEX_URL=""
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /app
# torch comes first and alone: resolved together with the rest, a release for graphics cards could be taken.
RUN pip install torch==2.13.0
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
# No package lies here yet, so that this layer holds the dependencies alone.
RUN pip install --constraint constraints.txt .
COPY config.yaml ./
COPY embeddings embeddings
COPY knowledge knowledge
COPY bot bot
COPY deploy/start.sh deploy/start.sh
# Learns from the examples, checks the texts, and fails the build where either cannot be done.
RUN python -m compileall -q bot knowledge embeddings \
    && KOMMUNSVAR_CACHE=/app/learnt python -m bot ask "kontakt" \
    && python -m bot check \
    && chmod -R a+rX /app

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin kommunsvar \
    && install -d -o kommunsvar -g kommunsvar -m 0700 /var/lib/kommunsvar /var/cache/kommunsvar
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    KOMMUNSVAR_DATA=/var/lib/kommunsvar \
    KOMMUNSVAR_CACHE=/var/cache/kommunsvar \
    KOMMUNSVAR_MONITORING__HOST=0.0.0.0 \
    KOMMUNSVAR_MONITORING__PORT=9464
WORKDIR /app
USER 10001:10001
VOLUME ["/var/lib/kommunsvar", "/var/cache/kommunsvar"]
EXPOSE 9464
# The page is there from the first moment, also while the bot learns; a start on a busy machine takes its time.
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/healthz' % os.environ['KOMMUNSVAR_MONITORING__PORT'], timeout=4)"]
ENTRYPOINT ["/bin/sh", "/app/deploy/start.sh"]
CMD ["run"]
