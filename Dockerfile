# One image for all six processes of Mosaico; which of them a container is, its command says: `gateway/src/main.ts`, or
# `subgraphs/main.ts` with a name. The version of Node is the one that package.json pins.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /mosaico
COPY . .
# No package needs its install script here: what they would fetch is Node, which the image has, or comes inside other packages.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts
# The explorer's bundle, which the gateway would otherwise make at its first start, in a folder that it may not write to.
RUN node --input-type=module -e "await (await import('./gateway/src/explorer/bundle.ts')).ensureExplorerBundle()"

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/tmp/mosaico
WORKDIR /mosaico
# Owned by root, so that the processes cannot change what they run.
COPY --from=build /mosaico ./
USER node
ENTRYPOINT ["node", "--no-warnings"]
CMD ["gateway/src/main.ts"]
