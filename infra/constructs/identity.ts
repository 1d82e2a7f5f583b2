import { Aws, Validations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Oidc, Stage } from '../stages.ts';

/** Members of this group operate the deployment. */
const ADMINS = 'admin';

/** Who signs the callers' tokens: the provider that the stage names, else a Cognito user pool with hosted sign-in. */
export class Identity extends Construct {
  /** Origins that the console calls to sign in. */
  readonly origins: string[];
  readonly #stage: Stage;
  readonly #pool: cognito.UserPool | undefined;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#stage = stage;
    this.#pool = stage.oidc ? undefined : new cognito.UserPool(this, 'Users', usersOf(stage));
    this.origins = stage.oidc?.origins ?? this.#hostSignIn();
    if (!this.#pool) return;
    if (stage.admin) this.#invite(this.#pool, stage.admin);
    const reason = 'Threat protection costs for each user. Nobody can sign up, and all have a second factor.';
    Validations.of(this.#pool).acknowledge({ id: 'AwsSolutions-COG3', reason }, { id: 'AwsSolutions-COG8', reason });
  }

  /** What functions and console have to know. Cognito learns here where its sign-in leads back to. */
  serve(consoleOrigin: string): Oidc {
    if (this.#stage.oidc) return this.#stage.oidc;
    if (!this.#pool) throw new Error('A stage without an issuer has a user pool.');
    const home = `${consoleOrigin}/`;
    const client = this.#pool.addClient('Console', {
      // A page keeps no secret: PKCE takes its place.
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.PROFILE, cognito.OAuthScope.EMAIL],
        callbackUrls: [home],
        logoutUrls: [home],
      },
      preventUserExistenceErrors: true,
    });
    const issuer = `https://cognito-idp.${this.#stage.region}.amazonaws.com/${this.#pool.userPoolId}`;
    return {
      issuer,
      jwksUri: `${issuer}/.well-known/jwks.json`,
      // Its access tokens name their client instead of an audience.
      audience: client.userPoolClientId,
      clientId: client.userPoolClientId,
      tenantClaim: 'sub',
      roleClaim: 'cognito:groups',
      origins: this.origins,
    };
  }

  #hostSignIn(): string[] {
    const { name, region } = this.#stage;
    const domainPrefix = `keepline-${name}-${Aws.ACCOUNT_ID}`;
    this.#pool?.addDomain('SignIn', { cognitoDomain: { domainPrefix } });
    return [`https://cognito-idp.${region}.amazonaws.com`, `https://${domainPrefix}.auth.${region}.amazoncognito.com`];
  }

  /** Cognito sends a password that is good once. */
  #invite({ userPoolId }: cognito.UserPool, email: string): void {
    const group = new cognito.CfnUserPoolGroup(this, 'Admins', { userPoolId, groupName: ADMINS });
    const user = new cognito.CfnUserPoolUser(this, 'FirstAdmin', {
      userPoolId,
      username: email,
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: email },
        { name: 'email_verified', value: 'true' },
      ],
    });
    const membership = new cognito.CfnUserPoolUserToGroupAttachment(this, 'FirstAdminIsAdmin', {
      userPoolId,
      groupName: ADMINS,
      username: user.ref,
    });
    membership.addResourceDependency(group);
  }
}

function usersOf({ name, removalPolicy }: Stage): cognito.UserPoolProps {
  return {
    userPoolName: `keepline-${name}`,
    // Admins invite people, in the console of Cognito.
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    mfa: cognito.Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    removalPolicy,
  };
}
