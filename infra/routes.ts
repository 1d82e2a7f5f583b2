/** The HTTP API's routes. What they answer is in core/model/http.ts; a test keeps the two lists equal. */
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';

const { GET, POST, PUT, PATCH, DELETE } = HttpMethod;

export const HTTP_ROUTES: readonly (readonly [HttpMethod, path: string])[] = [
  [GET, '/'],
  [GET, '/health'],
  [GET, '/api/health'],
  [POST, '/api/sessions'],
  [GET, '/api/sessions'],
  [GET, '/api/sessions/{id}'],
  [GET, '/api/sessions/{id}/status'],
  [GET, '/api/sessions/{id}/qr'],
  [POST, '/api/sessions/{id}/pairing-code'],
  [POST, '/api/sessions/{id}/start'],
  [POST, '/api/sessions/{id}/stop'],
  [POST, '/api/sessions/{id}/reconnect'],
  [POST, '/api/sessions/{id}/reset-attempts'],
  [POST, '/api/sessions/{id}/logout'],
  [DELETE, '/api/sessions/{id}'],
  [POST, '/api/sessions/{id}/messages'],
  [GET, '/api/sessions/{id}/messages'],
  [GET, '/api/sessions/{id}/messages/{messageId}'],
  [GET, '/api/sessions/{id}/events'],
  [POST, '/api/webhooks'],
  [GET, '/api/webhooks'],
  [GET, '/api/webhooks/{webhookId}'],
  [PATCH, '/api/webhooks/{webhookId}'],
  [DELETE, '/api/webhooks/{webhookId}'],
  [POST, '/api/webhooks/{webhookId}/test'],
  [POST, '/api/webhooks/{webhookId}/rotate-secret'],
  [POST, '/api/webhooks/{webhookId}/resume'],
  [POST, '/api/webhooks/{webhookId}/redrive'],
  [GET, '/api/webhooks/{webhookId}/deliveries'],
  [POST, '/api/webhooks/{webhookId}/deliveries/{deliveryId}/redrive'],
  [GET, '/api/whatsapp-version'],
  [PUT, '/api/whatsapp-version'],
];
