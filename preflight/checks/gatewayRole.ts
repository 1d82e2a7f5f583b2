import { APIGatewayClient, GetAccountCommand } from '@aws-sdk/client-api-gateway';
import type { Question } from '../ask.ts';
import { ok, warning } from '../verdict.ts';

/** The account's one role by which API Gateway writes logs: without it no WebSocket API with access logs can be made. */
export const gatewayRole: Question = {
  about: "API Gateway's role for its logs",
  right: 'apigateway:GET on /account',
  async ask({ region, name }) {
    const { cloudwatchRoleArn } = await new APIGatewayClient({ region }).send(new GetAccountCommand());
    if (!cloudwatchRoleArn) return ok('API Gateway has no role for its logs in this account yet: the stack makes one.');
    return cloudwatchRoleArn.includes(`/Keepline-${name}-`)
      ? ok("API Gateway's role for its logs is the one that this stack has made.")
      : warning(
          `API Gateway has a role for its logs in this account: ${cloudwatchRoleArn}. The stack puts its own in its place.`,
          'The new one may do the same for every API of the region. Another stack that sets it, too, would set it back: let only one do it.',
        );
  },
};
