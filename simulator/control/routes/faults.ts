import { z } from 'zod';
import { FAULT_KINDS, NEED_SECONDS } from '../../server/faultKinds.ts';
import { announceRestriction, isRestriction } from '../../server/restriction.ts';
import { planFaults, SURVIVABLE } from '../../server/faultPlan.ts';
import { check, number } from '../check.ts';
import { phoneOf } from '../phoneOf.ts';
import type { Route } from '../route.ts';
import { ok } from '../route.ts';

const kind = z.preprocess(String, z.enum(FAULT_KINDS));
const seconds = z.number().nonnegative().max(3600);
const target = z.union([number, z.literal('all')]).default('all');

const single = z
  .strictObject({
    number: target,
    kind,
    seconds: seconds.default(0),
    latency: z.number().positive().max(60_000).optional(),
    skew: z.int().optional(),
  })
  .refine((fault) => fault.seconds > 0 || !NEED_SECONDS.includes(fault.kind), {
    path: ['seconds'],
    message: `needed with ${NEED_SECONDS.join(', ')}`,
  });
const random = z.strictObject({
  number: target,
  kind: z.literal('random'),
  seed: z.int(),
  seconds,
  every: z.number().min(0.05).default(2),
  kinds: z.array(kind).min(1).default(SURVIVABLE),
});

export const startFault: Route = (server, request) => {
  if ((request.body as { kind?: unknown } | undefined)?.kind === 'random') {
    const { number: hit, seed, ...plan } = check(random, request.body);
    if (hit !== 'all') phoneOf(server, hit);
    const planned = planFaults(seed, plan);
    server.faults.plan(planned, hit);
    return ok({ planned: planned.map(({ at, fault }) => ({ at, ...fault })) }, 202);
  }
  const { number: hit, ...fault } = check(single, request.body);
  if (hit !== 'all') phoneOf(server, hit);
  const open = server.faults.start({ target: hit, ...fault });
  if (isRestriction(fault.kind)) announceRestriction(server, hit, fault.kind);
  return ok({ hit: open }, 202);
};

export const listFaults: Route = ({ faults }) => ok({ ...faults.now, played: faults.played });

export const endFaults: Route = (server) => {
  const { faults } = server;
  const { active } = faults.now;
  faults.clear();
  for (const { target: lifted, kind: ended } of active)
    if (isRestriction(ended)) announceRestriction(server, lifted, ended);
  return ok(faults.now);
};
