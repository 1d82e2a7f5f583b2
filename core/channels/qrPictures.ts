import { toBlackAndWhite } from './png.ts';

/** Loaded with the first picture: it is large, and few calls show one. */
const painter = async () => (await import('qrcode')).default;

/** In pixels, at the most. */
const WIDTH = 384;
/** Around the code, in its squares. */
const MARGIN = 2;

/** A QR code as a picture, from its text. */
export async function toPng(qrString: string): Promise<Buffer> {
  const { modules } = (await painter()).create(qrString, {});
  const size = modules.size + 2 * MARGIN;
  const isInside = (place: number) => place >= 0 && place < modules.size;
  const isBlack = (row: number, column: number): boolean =>
    isInside(row) && isInside(column) && modules.get(row, column) !== 0;
  return toBlackAndWhite((row, column) => isBlack(row - MARGIN, column - MARGIN), size, Math.floor(WIDTH / size));
}
export const toSvg = async (qrString: string): Promise<string> =>
  (await painter()).toString(qrString, { margin: MARGIN, width: WIDTH, type: 'svg' });
/** A `data:image/png` URL. */
export const toDataUrl = async (qrString: string): Promise<string> =>
  `data:image/png;base64,${(await toPng(qrString)).toString('base64')}`;
