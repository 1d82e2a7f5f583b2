import QRCode from 'qrcode';

const LOOK = { margin: 2, width: 384 } as const;

/** A QR code as a picture, from its text. */
export const toPng = (qrString: string): Promise<Buffer> => QRCode.toBuffer(qrString, { ...LOOK, type: 'png' });
export const toSvg = (qrString: string): Promise<string> => QRCode.toString(qrString, { ...LOOK, type: 'svg' });
/** A `data:image/png` URL. */
export const toDataUrl = (qrString: string): Promise<string> =>
  QRCode.toDataURL(qrString, { ...LOOK, type: 'image/png' });
