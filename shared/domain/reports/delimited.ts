/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises
 * against CSV injection; in some languages the wide forms of East Asia begin one too. Plain numbers
 * such as -5 stay numbers.
 */
function withoutFormula(text: string): string {
  const isNumber = /^[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?$/.test(text)
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !isNumber ? `'${text}` : text
}

/** One cell of CSV (RFC 4180) or, with a tab, of TSV: quoted where it has to be. */
export function delimitedCell(value: unknown, delimiter = ',', guardsFormulas = true): string {
  if (value === null || value === undefined) return ''
  const plain = typeof value === 'string' ? value : JSON.stringify(value)
  const text = guardsFormulas ? withoutFormula(plain) : plain
  const needsQuotes = text.includes(delimiter) || /["\r\n]|^\s|\s$/.test(text)
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}

/** One row with its line end. */
export const delimitedRow = (
  values: readonly unknown[],
  delimiter = ',',
  guardsFormulas = true,
): string =>
  `${values.map((value) => delimitedCell(value, delimiter, guardsFormulas)).join(delimiter)}\r\n`
