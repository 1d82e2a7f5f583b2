import * as z from 'zod';
import type { BucketSpec, QueueSpec, TableSpec } from './blueprint.ts';

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const Projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const Indexes = z.array(z.object({ IndexName: z.string(), KeySchema: Keys, Projection })).default([]);

const TableProperties = z.object({
  KeySchema: Keys,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  LocalSecondaryIndexes: Indexes,
  GlobalSecondaryIndexes: Indexes,
});

/** A table of the template. Capacity, encryption and recovery mean nothing here. */
export function tableSpec(name: string, properties: unknown): TableSpec {
  const table = TableProperties.parse(properties);
  return {
    name,
    keys: table.KeySchema,
    attributes: table.AttributeDefinitions,
    localIndexes: table.LocalSecondaryIndexes,
    globalIndexes: table.GlobalSecondaryIndexes,
  };
}

const QueueProperties = z.object({
  FifoQueue: z.boolean().optional(),
  ContentBasedDeduplication: z.boolean().optional(),
  VisibilityTimeout: z.number().optional(),
  MessageRetentionPeriod: z.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.number().optional(),
  DelaySeconds: z.number().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});

/** A queue of the template. */
export function queueSpec(name: string, properties: unknown): QueueSpec {
  const entries = Object.entries(QueueProperties.parse(properties)).filter(([, value]) => value !== undefined);
  const attributes = entries.map(([key, value]) => [
    key,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return { name, attributes: Object.fromEntries(attributes) as Record<string, string> };
}

const Names = z.array(z.string()).default([]);
const BucketProperties = z.object({
  CorsConfiguration: z
    .object({
      CorsRules: z.array(
        z.object({
          AllowedOrigins: Names,
          AllowedMethods: Names,
          AllowedHeaders: Names,
          MaxAge: z.number().default(0),
        }),
      ),
    })
    .default({ CorsRules: [] }),
});

/** A bucket of the template. Encryption, logs and life cycles mean nothing here. */
export function bucketSpec(name: string, properties: unknown): BucketSpec {
  const { CorsRules } = BucketProperties.parse(properties).CorsConfiguration;
  const cors = CorsRules.map(({ AllowedOrigins, AllowedMethods, AllowedHeaders, MaxAge }) => ({
    origins: AllowedOrigins,
    methods: AllowedMethods,
    headers: AllowedHeaders,
    maxAgeSeconds: MaxAge,
  }));
  return { name, cors };
}
