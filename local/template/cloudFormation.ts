/** CloudFormation as far as we read it. Properties are unresolved until `resolve` has had them. */
import * as z from 'zod';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource>;

export const Template = z.object({ Resources: z.record(z.string(), Resource) });
export type Template = z.infer<typeof Template>;

/** Where CDK's constructs say which source file a function or task runs. */
export const ENTRY = 'keepline:entry';
