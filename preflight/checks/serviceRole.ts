import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import type { Question } from '../ask.ts';
import { ok, warning } from '../verdict.ts';

/** ECS acts by a role of its own, which it makes in an account when first used: a first deployment may be too early for it. */
export const serviceRole: Question = {
  about: "ECS's own role",
  right: 'iam:GetRole',
  async ask({ region }) {
    try {
      await new IAMClient({ region }).send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForECS' }));
      return ok("ECS's own role is there.");
    } catch (error) {
      if (!(error instanceof NoSuchEntityException)) throw error;
      return warning(
        'ECS was never used in this account: its own role is made during the deployment, which may then fail with "Unable to assume the service linked role".',
        'Make it before: aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
      );
    }
  },
};
