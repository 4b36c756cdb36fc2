# Builds from the hashed lock, as do.py installs: nothing is downloaded that requirements/run.txt does not name.
# How to run it, and why the desk wants the host's network: docs/docker.md
FROM python:3.13-slim

# With WORD=yes files of Word and ODT are read too; LibreOffice and Chinese fonts add some 700 MB.
ARG WORD=no
RUN if [ "$WORD" = yes ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends libreoffice-writer fontconfig fonts-noto-cjk \
        && rm -rf /var/lib/apt/lists/*; \
    fi

WORKDIR /workplan
COPY requirements/run.txt requirements/run.txt
RUN python -m pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.txt

COPY pyproject.toml LICENSE ./
COPY docs/package.md docs/package.md
COPY pipeline pipeline
COPY schemas schemas
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation .

RUN useradd --create-home --uid 1000 clerk && mkdir /data && chown clerk /data
USER clerk
# Whoever runs it under another user's number has no home.
ENV HOME=/tmp
WORKDIR /data
VOLUME /data
ENTRYPOINT ["workplan"]
CMD ["desk", "/data/output", "--port", "8765", "--no-open"]
