/** `npm run torture`: faults from a seed while texts flow; ends with one line, wanted all 0. */
import { KINDS } from './judge.ts';
import { tortureOptions } from './options.ts';
import { torture } from './torture.ts';

const options = tortureOptions(process.argv.slice(2));
if (options) {
  const verdict = await torture(options, (text) => console.log(text));
  console.log(`torture ${KINDS.map((kind) => `${kind}=${verdict[kind]}`).join(' ')}`);
  process.exit(KINDS.every((kind) => verdict[kind] === 0) ? 0 : 1);
}
