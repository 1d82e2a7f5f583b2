import { expect } from 'vitest';
import type { Resources } from './devResources.ts';

const DATA = ['DynamoDB::GlobalTable', 'KMS::Key', 'S3::Bucket', 'Logs::LogGroup', 'Cognito::UserPool', 'SQS::Queue'];

/** What becomes of a thing when its stack is deleted: `Retain: WorkerLogs`, for what holds data and whatever else stays. */
export function fates(resources: Resources): string[] {
  return Object.entries(resources)
    .filter(([, { Type, DeletionPolicy }]) => DATA.includes(Type.slice('AWS::'.length)) || DeletionPolicy === 'Retain')
    .map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => {
      expect(UpdateReplacePolicy).toBe(DeletionPolicy);
      return `${DeletionPolicy}: ${id.replace(/[0-9A-F]{8}$/, '')}`;
    })
    .sort();
}
