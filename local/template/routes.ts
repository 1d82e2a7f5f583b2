import * as z from 'zod';
import { LocalError } from '../localError.ts';
import type { ApiSpec, FunctionSpec, RouteSpec } from './blueprint.ts';
import type { Template } from './cloudFormation.ts';
import type { Resolve } from './resolve.ts';

const Api = z.object({ ProtocolType: z.enum(['HTTP', 'WEBSOCKET']) });
const Stage = z.object({ ApiId: z.string(), StageName: z.string() });
const Route = z.object({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  RouteResponseSelectionExpression: z.string().optional(),
});
const Integration = z.object({ IntegrationUri: z.string() });

/** One API of the template with its routes, each led to its function. */
export function apiSpec(
  template: Template,
  resolve: Resolve,
  protocol: 'HTTP' | 'WEBSOCKET',
  functions: FunctionSpec[],
): ApiSpec {
  const all = (type: string) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === `AWS::ApiGatewayV2::${type}`)
      .map(([id, resource]) => ({ id, properties: resolve(resource.Properties) }));

  const api = all('Api').find(({ properties }) => Api.parse(properties).ProtocolType === protocol);
  if (!api) throw new LocalError(`The template has no ${protocol} API.`);
  const apiId = resolve({ Ref: api.id }) as string;
  const ofApi = <T extends { ApiId: string }>(items: T[]) => items.filter((item) => item.ApiId === apiId);

  const integrations = Object.fromEntries(
    all('Integration').map(({ id, properties }) => [id, Integration.parse(properties).IntegrationUri]),
  );
  const stage = ofApi(all('Stage').map(({ properties }) => Stage.parse(properties)))[0]?.StageName ?? '$default';
  const routes = ofApi(all('Route').map(({ properties }) => Route.parse(properties))).map((route): RouteSpec => {
    const uri = integrations[route.Target.replace('integrations/', '')] ?? '';
    const target = functions.find(({ name }) => uri.split(/[:/]/).includes(name));
    if (!target) throw new LocalError(`The route "${route.RouteKey}" leads to no function that local/ knows.`);
    return {
      routeKey: route.RouteKey,
      functionName: target.name,
      answers: route.RouteResponseSelectionExpression === '$default',
    };
  });
  return { apiId, stage, routes };
}
