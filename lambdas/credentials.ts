/**
 * In the place of the SDK's chain of providers, by infra/build.ts: Lambda puts a function's credentials into its environment,
 * for as long as the process lives. The chain is 100 KB of files, profiles, and other clouds' ways.
 */
export const defaultProvider = () => async () => ({
  accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  sessionToken: process.env['AWS_SESSION_TOKEN'],
});
