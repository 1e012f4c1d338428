/** What a cell begins with that a spreadsheet would run, and what stands before it so that it does not. */
const FORMULA = /^['=+\-@\t\r]/;
const inQuotes = (text: string): string => (/[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A cell of a CSV file with text of anybody: a spreadsheet that opens it runs nothing. */
export const textCell = (text: string): string => inQuotes(FORMULA.test(text) ? `'${text}` : text);

/** A cell with a number of ours, whose minus no spreadsheet runs. */
export const numberCell = (text: string): string => inQuotes(text);

/** A text as it was before `textCell` guarded it. */
export const unguarded = (text: string): string => (/^'['=+\-@\t\r]/.test(text) ? text.slice(1) : text);

/** A line of cells, with its end. */
export const sheetLine = (cells: readonly string[]): string => `${cells.join(",")}\r\n`;
