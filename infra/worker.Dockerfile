# The worker, bundled by infra/build.ts: nothing is installed here. Context: the project's root.
FROM node:24.21.0-slim
ENV NODE_ENV=production
WORKDIR /app
COPY dist/worker/ ./
# Declared, so that the volume mounted here keeps the image's open permissions.
VOLUME /tmp
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and gets the SIGTERM.
CMD ["node", "main.mjs"]
