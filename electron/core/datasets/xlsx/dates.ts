const dayMs = 86_400_000

/** Number formats that every workbook has without listing them (ECMA-376, 18.8.30). */
const isBuiltInDate = (id: number) =>
  (id >= 14 && id <= 22) ||
  (id >= 27 && id <= 36) ||
  (id >= 45 && id <= 47) ||
  (id >= 50 && id <= 58)

/** Whether a number format shows a day or a time: it has y, m, d, h or s outside quotes and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id)
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '')
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare)
}

/**
 * A day number as ISO 8601: the day, with the time where there is one; a time alone below 1. Null for
 * what is no day. Counting from 1900, Excel holds 1900 for a leap year; days before March are one off.
 */
export function dateText(serial: number, isFrom1904: boolean): string | null {
  if (serial < 0 || serial >= 2_958_466) return null
  const shifted = isFrom1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const at = new Date(Math.round((shifted - 25_569) * dayMs))
  const iso = at.toISOString()
  const time = iso.slice(11, 23).replace(/\.000$/, '')
  if (serial < 1 && !isFrom1904) return time
  return Number.isInteger(serial) ? iso.slice(0, 10) : `${iso.slice(0, 10)}T${time}`
}
