import { node } from '../../wire/node.ts';

const PROPS = { '10518': 'false', '9666': 'false', '14303': 'false' };

/** The experiment settings that clients ask for. */
export function answerProps() {
  const props = Object.entries(PROPS).map(([config_code, config_value]) => node('prop', { config_code, config_value }));
  return [node('props', { protocol: '1', hash: 'sim', refresh: 86400 }, props)];
}
