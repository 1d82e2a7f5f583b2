/** Loaded with the first picture: it is large, and few calls show one. */
const painter = async () => (await import('qrcode')).default;

const LOOK = { margin: 2, width: 384 } as const;

/** A QR code as a picture, from its text. */
export const toPng = async (qrString: string): Promise<Buffer> =>
  (await painter()).toBuffer(qrString, { ...LOOK, type: 'png' });
export const toSvg = async (qrString: string): Promise<string> =>
  (await painter()).toString(qrString, { ...LOOK, type: 'svg' });
/** A `data:image/png` URL. */
export const toDataUrl = async (qrString: string): Promise<string> =>
  (await painter()).toDataURL(qrString, { ...LOOK, type: 'image/png' });
