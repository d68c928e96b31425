/** Texts of a value in order, with the names of its members; numbers as they print. */
function textsOf(value: unknown, into: string[]): void {
  if (typeof value !== 'object' || value === null) {
    into.push(String(value))
    return
  }
  if (Array.isArray(value)) {
    for (const item of value) textsOf(item, into)
    return
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, member] of members) {
    into.push(name)
    textsOf(member, into)
  }
}

/**
 * A text in which people see no difference any more: compatibility forms (NFKC), lower case, no
 * punctuation but before a digit (-5 and 3.5 are not 5 and 3 5), single spaces.
 */
function normalText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{S}\s]+(?!\p{N})/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * The inputs of a case as one text that is the same for cases that differ only in case, spaces and
 * punctuation. Inputs with nothing but such marks ("?!") stay as they are.
 */
export function normalForm(inputs: Readonly<Record<string, unknown>>): string {
  const texts: string[] = []
  textsOf(inputs, texts)
  return texts.map((text) => normalText(text) || text).join('\n')
}
