import chromium from '@sparticuz/chromium';

/** Two files that unpack it at a time would start what the other one is still writing. */
export const setup = async (): Promise<void> => void (await chromium.executablePath());
