/** The doors of the local system, in the order of their ports; the first ones are for people. */
const DOORS = ['api', 'console', 'identity', 'simulator', 'dynamodb', 'sqs', 's3', 'kms', 'cloudwatch'] as const;
export type Ports = Record<(typeof DOORS)[number], number>;

/** `first` and the ones after it; 0 lets every door take a free one. */
export const portsFrom = (first: number): Ports =>
  Object.fromEntries(DOORS.map((door, index) => [door, first === 0 ? 0 : first + index])) as Ports;

export const PORTS_USED = DOORS.length;
