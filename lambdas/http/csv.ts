/** Callers choose some of the texts, and a spreadsheet would run what begins like a formula. */
const cell = (text = ''): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
export const csvLine = (cells: (string | undefined)[]): string => `${cells.map(cell).join(',')}\r\n`;
