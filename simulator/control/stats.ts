import type { Server } from '../server/server.ts';

/** Everything that is counted, and what stands now. */
export function countAll({ world, links }: Server) {
  const devices = [...world.accounts.values()].flatMap((account) => [...account.devices.values()]);
  const cpu = process.cpuUsage();
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    phones: world.accounts.size,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    rssMegabytes: Math.round(process.memoryUsage.rss() / 1024 / 1024),
    linked: devices.length,
    connected: devices.filter(({ line }) => line !== undefined).length,
    linking: links.size,
    ...world.counters,
    malformedBy: Object.fromEntries(world.malformedBy),
    undecryptable: world.unread.size,
    unacknowledged: sum(devices.map(({ outbox }) => outbox.size)),
    prekeysLeft: sum(devices.map(({ preKeys }) => preKeys.size)),
    fewestPrekeysLeft: devices.length ? Math.min(...devices.map(({ preKeys }) => preKeys.size)) : 0,
  };
}
