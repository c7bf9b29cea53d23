# The app as a service: docker build -t trustsim . && docker run -p 8765:8765 trustsim
# The build needs npm packages and Python packages; what runs needs no network at all.
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/trustsim \
    && /opt/trustsim/bin/pip install --no-cache-dir '.[app]' \
    && /opt/trustsim/bin/trustsim app --check \
    && TRUSTSIM_CACHE_DIR=/opt/trustsim/cache /opt/trustsim/bin/trustsim doctor --quiet

FROM python:3.13-slim
COPY --from=build /opt/trustsim /opt/trustsim
RUN useradd --create-home trustsim && chown -R trustsim /opt/trustsim/cache
USER trustsim
ENV TRUSTSIM_CACHE_DIR=/opt/trustsim/cache
EXPOSE 8765
HEALTHCHECK --start-period=120s CMD ["/opt/trustsim/bin/python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://localhost:8765/health', timeout=5)"]
CMD ["/opt/trustsim/bin/trustsim", "app", "--host", "0.0.0.0", "--no-browser"]
