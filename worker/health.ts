import { createServer, type Server } from 'node:http';
import type { Worker } from './worker.ts';

/** The container's health check: 200 while this worker may speak for its sessions, else 503. */
export function serveHealth(worker: Worker, port: number): Server {
  const server = createServer((request, response) => {
    const found = request.url === '/health';
    const { healthy, ...state } = worker.state;
    response.writeHead(found ? (healthy ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(found ? JSON.stringify({ status: healthy ? 'healthy' : 'unhealthy', ...state }) : undefined);
  });
  return server.listen(port);
}
