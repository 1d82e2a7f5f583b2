import type { MetricsPoint } from '../../core/model/charts.ts';

type Series = Exclude<keyof MetricsPoint, 'at'>;
export interface ChartKind {
  title: string;
  /** What the numbers are, in a sentence. */
  text: string;
  form: 'lines' | 'bars';
  unit: 'count' | 'time';
  series: { name: Series; label: string; color: string; strokeDasharray?: string }[];
  /** What only the table tells. */
  more?: { name: Series; label: string }[];
}

export const CHARTS: ChartKind[] = [
  {
    title: 'Sessions over time',
    text: 'How many the workers had, on average, and how these were.',
    form: 'lines',
    unit: 'count',
    series: [
      { name: 'sessions', label: 'All', color: 'var(--text)', strokeDasharray: '2 4' },
      { name: 'connected', label: 'Connected', color: 'var(--good)' },
      { name: 'reconnecting', label: 'Reconnecting', color: 'var(--warn)' },
      { name: 'waitingForPhone', label: 'Waiting for phone', color: 'var(--working)' },
      { name: 'waiting', label: 'Waiting for their turn', color: 'var(--faint)', strokeDasharray: '6 4' },
      { name: 'problematic', label: 'With problems', color: 'var(--bad)' },
    ],
  },
  {
    title: 'Messages',
    text: 'That WhatsApp took, that came in, and that failed for good.',
    form: 'bars',
    unit: 'count',
    series: [
      { name: 'messagesSent', label: 'Sent', color: 'var(--working)' },
      { name: 'messagesReceived', label: 'Received', color: 'var(--good)' },
      { name: 'messagesFailed', label: 'Failed', color: 'var(--bad)' },
    ],
  },
  {
    title: 'Pairings and lost connections',
    text: 'Phones that were linked, connections that broke and came back or not, and links that ended.',
    form: 'bars',
    unit: 'count',
    series: [
      { name: 'pairings', label: 'Pairings', color: 'var(--good)' },
      { name: 'connectionsLost', label: 'Connections lost', color: 'var(--warn)' },
      { name: 'loggedOut', label: 'Logged out', color: 'var(--bad)' },
    ],
  },
  {
    title: 'How long it takes',
    text: 'The middle one; the table has the slowest but 5 %, too.',
    form: 'lines',
    unit: 'time',
    series: [
      { name: 'timeToQr', label: 'Until the QR code', color: 'var(--working)' },
      { name: 'timeToReady', label: 'From the scan until ready', color: 'var(--good)' },
      { name: 'sendTime', label: 'Until a message is sent', color: 'var(--warn)' },
    ],
    more: [
      { name: 'timeToQrP95', label: 'QR code, 95 %' },
      { name: 'timeToReadyP95', label: 'Ready, 95 %' },
      { name: 'sendTimeP95', label: 'Sent, 95 %' },
    ],
  },
];

const number = new Intl.NumberFormat();
const seconds = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export function valueWords(value: number, unit: ChartKind['unit']): string {
  if (unit === 'count') return number.format(value);
  return value < 1000 ? `${number.format(value)} ms` : `${seconds.format(value / 1000)} s`;
}
