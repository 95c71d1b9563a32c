/**
 * A table as spreadsheets read it: commas, quotes where they are needed, and the mark by which they know UTF-8. A cell
 * that a spreadsheet would run as a formula begins with an apostrophe, so that it stays text.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`
}

function cell(text: string): string {
  const harmless = /^\s*[=+\-@\t\r]/u.test(text) ? `'${text}` : text
  return /[",;\r\n\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
