/** A comma list as promptfoo reads it: a double-quoted part may hold commas, `""` is a quote. */
export function splitList(text: string): string[] {
  const parts: string[] = []
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/gy
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text)
    if (match === null) return [...parts, text.slice(pattern.lastIndex).trim()]
    parts.push(match[1] === undefined ? (match[2] ?? '').trim() : match[1].replaceAll('""', '"'))
  }
  return parts.filter((part) => part !== '')
}
