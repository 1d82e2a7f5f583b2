interface Wish {
  type: string;
  weight: number;
}

function toWish(text: string): Wish {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, weight: weight === undefined ? 1 : Number(weight) };
}

const matches = (wish: string, type: string): boolean =>
  wish === '*/*' || wish === type || (wish.endsWith('/*') && type.startsWith(wish.slice(0, -1)));

/** The media type that suits an Accept header best; undefined when none does. An absent header takes the first. */
export function preferred(accept: string | undefined, types: string[]): string | undefined {
  const wishes = (accept ?? '*/*')
    .split(',')
    .map(toWish)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wishes.flatMap(({ type }) => types.find((offered) => matches(type, offered)) ?? [])[0];
}
