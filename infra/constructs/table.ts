import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, Billing, Operation, ProjectionType, TableV2, type Attribute } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acceptWildcard } from '../acceptWildcard.ts';
import { logicalId } from '../resource.ts';
import type { Stage } from '../stages.ts';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The single table. Its keys and what they mean are in core/store. */
export class Table extends Construct {
  readonly name: string;
  readonly #table: TableV2;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    // An index that held rows would be written at each change of a row.
    const keysOnly = { projectionType: ProjectionType.KEYS_ONLY };
    this.#table = new TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      localSecondaryIndexes: [
        { indexName: 'outbox', sortKey: text('outbox'), ...keysOnly },
        { indexName: 'chat', sortKey: text('chatTime'), ...keysOnly },
        { indexName: 'time', sortKey: text('time'), ...keysOnly },
      ],
      globalSecondaryIndexes: [
        { indexName: 'tenant', partitionKey: text('tenant'), sortKey: text('tenantOrder'), ...keysOnly },
        { indexName: 'owner', partitionKey: text('owner'), sortKey: text('ownerOrder'), ...keysOnly },
        { indexName: 'feed', partitionKey: text('feed'), sortKey: text('feedOrder'), ...keysOnly },
      ],
      deletionProtection: stage.removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy: stage.removalPolicy,
    });
    this.name = this.#table.tableName;
    acceptWildcard(this, `<${logicalId(this.#table)}.Arn>/index/*`, 'All indexes of this one table.');
  }

  /** Calls that DynamoDB itself failed, of all kinds that matter. */
  systemErrors(): IMetric {
    const operations = [Operation.GET_ITEM, Operation.QUERY, Operation.PUT_ITEM, Operation.UPDATE_ITEM];
    return this.#table.metricSystemErrorsForOperations({ operations, period: Duration.minutes(1) });
  }

  /** Rows are read by key or by index, never scanned. `more`: what else is done with them. */
  grantRows(grantee: IGrantable, ...more: ('PutItem' | 'DeleteItem' | 'BatchGetItem' | 'BatchWriteItem')[]): void {
    const actions = ['GetItem', 'Query', 'UpdateItem', ...more];
    this.#table.grant(grantee, ...actions.map((action) => `dynamodb:${action}`));
  }
}
