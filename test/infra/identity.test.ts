import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { Identity } from '../../infra/constructs/identity.ts';
import { type Oidc, type Stage, stageNamed } from '../../infra/stages.ts';

function identityOf(change: Partial<Stage>) {
  const stack = new Stack(new App(), 'Test');
  const identity = new Identity(stack, 'Identity', { ...stageNamed('dev'), ...change });
  const oidc = identity.serve('https://console.example.com');
  return { template: Template.fromStack(stack), oidc, origins: identity.origins };
}

test('without an issuer, people sign in at Cognito: nobody by themselves, everybody with a second factor', () => {
  const { template, oidc, origins } = identityOf({ admin: 'ada@example.com' });
  template.hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
  });
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid', 'profile', 'email'],
    CallbackURLs: ['https://console.example.com/'],
    LogoutURLs: ['https://console.example.com/'],
    GenerateSecret: false,
  });
  template.resourceCountIs('AWS::Cognito::UserPoolDomain', 1);
  template.hasResourceProperties('AWS::Cognito::UserPoolUser', { Username: 'ada@example.com' });
  template.hasResourceProperties('AWS::Cognito::UserPoolUserToGroupAttachment', { GroupName: 'admin' });
  expect(oidc).toMatchObject({ audience: oidc.clientId, tenantClaim: 'sub', roleClaim: 'cognito:groups' });
  expect(oidc.issuer).toMatch(/^https:\/\/cognito-idp\.eu-central-1\.amazonaws\.com\//);
  expect(oidc.jwksUri).toBe(`${oidc.issuer}/.well-known/jwks.json`);
  expect(origins).toContain('https://cognito-idp.eu-central-1.amazonaws.com');
});

test('without a first admin nobody is invited', () => {
  expect(identityOf({}).template.findResources('AWS::Cognito::UserPoolUser')).toEqual({});
});

test('with an issuer there is no Cognito', () => {
  const given: Oidc = {
    issuer: 'https://identity.example.com',
    audience: 'keepline',
    jwksUri: 'https://identity.example.com/jwks.json',
    tenantClaim: 'org_id',
    roleClaim: 'roles',
    sealedSecret: 'c2VhbGVk',
    clientId: 'console',
    origins: ['https://identity.example.com'],
  };
  const { template, oidc, origins } = identityOf({ oidc: given });
  expect(template.findResources('AWS::Cognito::UserPool')).toEqual({});
  expect(oidc).toEqual(given);
  expect(origins).toEqual(given.origins);
});
