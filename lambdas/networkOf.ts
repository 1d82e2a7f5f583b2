import ipaddr from 'ipaddr.js';

/** What an address counts as: who has IPv6 has a whole network of them, so its /64 is one. */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  return address instanceof ipaddr.IPv6 ? address.parts.slice(0, 4).join(':') : address.toString();
}
