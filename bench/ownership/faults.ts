/** What happens to a fleet: each by chance, from the run's seed. */
import type { Random } from '../torture/random.ts';
import type { Cluster } from './cluster.ts';
import type { Gates } from './gates.ts';
import type { VirtualTime } from './virtualTime.ts';

interface Stage {
  time: VirtualTime;
  random: Random;
  cluster: Cluster;
  gates: Gates;
  /** So many workers the fleet has at the least: with fewer there would be no room for all sessions. */
  least: number;
}

export const FAULTS = {
  /** Some machines at once. */
  crash: ({ random, cluster }) => {
    for (const process of some(random, cluster.staying)) process.kill();
  },
  /** A process stands still, and wakes up before or after others have given it up. */
  stall: ({ random, cluster }) => {
    for (const { host } of some(random, cluster.running)) host.stall(random.between(500, 20_000));
  },
  /** The store is out of reach, or only its answers are. */
  cut: ({ time, random, cluster }) => {
    const way = random.pick(['there', 'back'] as const);
    for (const { host } of some(random, cluster.running)) {
      host.cut = way;
      time.after(random.between(1_000, 15_000), () => {
        host.cut = undefined;
      });
    }
  },
  /** Calls take so long that many time out, and are done all the same. */
  slow: ({ time, random, cluster }) => {
    for (const { host } of some(random, cluster.running)) {
      const usual = host.slowness;
      host.slowness = random.between(100, 4_000);
      time.after(random.between(2_000, 20_000), () => {
        host.slowness = usual;
      });
    }
  },
  /** WhatsApp closes every connection, or some. */
  drop: ({ random, gates }) => {
    const share = random.pick([0.05, 0.3, 1]);
    for (const gate of gates.all()) if (random.chance(share)) gate.drop();
  },
  scaleOut: ({ random, cluster }) => cluster.scale(Math.ceil(cluster.wanted * random.between(1.02, 1.1))),
  scaleIn: ({ random, cluster, least }) =>
    cluster.scale(Math.max(least, Math.floor(cluster.wanted * random.between(0.9, 0.98)))),
} satisfies Record<string, (stage: Stage) => void>;

const BATCH_SHARE = 0.2;
/** Until a new container is up. */
const UP_MS = 20_000;
const LOOK_MS = 2_000;

/** A deploy rolls: new workers come up in batches, and so many of the old ones stop. */
export function deploy({ time, cluster }: Stage): void {
  const old = cluster.staying;
  const batch = Math.max(1, Math.floor(old.length * BATCH_SHARE));
  const roll = () => {
    const leaving = old.splice(0, batch).filter(({ host, isStopping }) => host.isUp && !isStopping);
    for (const _ of leaving) cluster.start();
    time.after(UP_MS, () => {
      for (const process of leaving) process.stop();
      const goOn = () => {
        if (leaving.some(({ host }) => host.isUp)) time.after(LOOK_MS, goOn);
        else if (old.length > 0) roll();
      };
      goOn();
    });
  };
  roll();
}

/** Mostly one, now and then more. */
function some<T>(random: Random, list: readonly T[]): T[] {
  const count = random.chance(0.7) ? 1 : Math.ceil(list.length * random.between(0.02, 0.1));
  return Array.from({ length: count }, () => random.pick(list));
}
