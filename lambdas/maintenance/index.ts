/** Upkeep, called by two schedules: each five minutes, and each six hours. */
import type { Context } from 'aws-lambda';
import { UpkeepCall, type UpkeepReport } from '../../core/model/upkeep.ts';
import { readConfig } from './config.ts';
import { openContext } from './context.ts';
import { lookAround } from './lookAround.ts';

const context = openContext(readConfig(process.env));
/** Left for the report. */
const MARGIN_MS = 10_000;

export const handler = async (event: unknown, call: Context): Promise<UpkeepReport> =>
  lookAround(context, UpkeepCall.parse(event), Date.now() + call.getRemainingTimeInMillis() - MARGIN_MS);
