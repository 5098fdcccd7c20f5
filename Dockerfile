# syntax=docker/dockerfile:1

# Compiles, and lays out the image's files. It runs on the builder's own processor: what comes out is JavaScript, and
# libraries with native parts are installed for the target.
FROM --platform=$BUILDPLATFORM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts/clean.mjs scripts/
COPY shared shared
COPY plugins plugins
COPY core core
RUN npm run build

# Production dependencies for the target, without what is never loaded: recheck's other engines, SQLite for musl.
FROM --platform=$BUILDPLATFORM node:24-slim AS dependencies
ARG TARGETARCH=amd64
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --os=linux --libc=glibc --cpu=$(echo "$TARGETARCH" | sed s/amd64/x64/) \
  && rm -rf node_modules/recheck-* node_modules/@libsql/*-musl*
RUN mkdir -p files/app files/config files/data files/usr/local/bin \
  && cp -R package.json node_modules files/app/ \
  && ln -s /app/dist/core/cli/main.js files/usr/local/bin/stash2plex \
  && chmod 0777 files/data
COPY --from=build /build/dist/shared files/app/dist/shared
COPY --from=build /build/dist/plugins files/app/dist/plugins
COPY --from=build /build/dist/core files/app/dist/core
RUN chmod 0755 files/app/dist/core/cli/main.js

# Nothing runs here, so an image for another processor needs no emulator. glibc, because that is what the tests run on.
FROM node:24-slim
LABEL org.opencontainers.image.title="Stash2Plex" \
  org.opencontainers.image.description="Plex custom metadata provider for Stash" \
  org.opencontainers.image.licenses="MIT"
# /data may be written by anybody, so that a fresh volume works with any `user:`. The keys in it are for their owner only.
COPY --from=dependencies /build/files/ /
ENV NODE_ENV=production DATA_DIR=/data PLUGINS_DIR=/config/plugins
# stash2plex.yaml is looked for in the working folder, and need not be there. So CONFIG_FILE is not set: it would have to.
WORKDIR /config
VOLUME ["/config", "/data"]
EXPOSE 7979
USER node
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "/app/dist/core/health/probe.js"]
ENTRYPOINT ["node", "--max-old-space-size=1024", "--enable-source-maps", "/app/dist/core/main.js"]
