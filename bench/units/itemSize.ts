/** DynamoDB's size of an item, in bytes, by the rules of its documentation. `item` is as on the wire: `{ name: { S: … } }`. */
const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0);

/** A unit of writing is a kilobyte or a part of one. */
export const writeUnits = (item: Item): number => Math.ceil(itemSize(item) / 1024);

export type Item = Record<string, Value>;
type Value = Record<string, unknown>;

function valueSize(value: Value): number {
  const [[type, content] = ['NULL', true]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return Math.ceil(String(content).replace(/[^0-9]/g, '').length / 2) + 1;
    case 'B':
      return Buffer.byteLength(String(content), 'base64');
    case 'M':
      return 3 + itemSize(content as Item) + Object.keys(content as Item).length;
    case 'L':
      return 3 + (content as Value[]).reduce((sum, each) => sum + valueSize(each) + 1, 0);
    default:
      return 1;
  }
}
