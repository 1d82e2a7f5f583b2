import { describe } from 'vitest';
import { MemoryTable } from '../../bench/ownership/memoryTable.ts';
import type { Table } from '../../core/store/table.ts';
import { useStores } from './useStores.ts';

/** A suite against the local DynamoDB, and against the table that the simulation of ownership has: they behave alike. */
export function eachTable(suite: (stores: () => { table: Table }) => void): void {
  describe('in the local DynamoDB', () => {
    suite(useStores());
  });
  describe('in the simulation of ownership', () => {
    const stores = new MemoryTable();
    suite(() => stores);
  });
}
