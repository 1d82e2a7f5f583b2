/** The WebSocket management API's client, loaded with the first frame that is pushed. */
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  type DeleteConnectionCommandInput,
  PostToConnectionCommand,
  type PostToConnectionCommandInput,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { endingWithin } from '../store/table.ts';

/** Posts that may be under way at a time: many slow connections must not keep the others from a socket. */
const MOST_SOCKETS = 1_000;
const POST_MS = 3_000;

/** @param endpoint with its stage */
export function openManagement(endpoint: string) {
  const sockets = { maxSockets: MOST_SOCKETS, keepAlive: true };
  const requestHandler = { ...endingWithin(POST_MS), httpAgent: sockets, httpsAgent: sockets };
  // A line tries again by itself, and knows when to stop.
  const client = new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1, requestHandler });
  return {
    post: (input: PostToConnectionCommandInput) => client.send(new PostToConnectionCommand(input)),
    hangUp: (input: DeleteConnectionCommandInput) => client.send(new DeleteConnectionCommand(input)),
  };
}
export type Management = ReturnType<typeof openManagement>;
