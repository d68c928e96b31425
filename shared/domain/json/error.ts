export interface JsonError {
  /** UTF-16 offset into the text. */
  index: number
  message: string
}

/** Tokens of RFC 8259, tried in this order at each place. */
const tokens = {
  space: /[ \t\n\r]+/y,
  // The alternatives begin with different characters: linear, whatever the text.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a text.
  string: /"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y,
  number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
  word: /true|false|null/y,
}

/**
 * Where JSON text goes wrong and how, for people. `JSON.parse` names the place only sometimes, and
 * only inside a message whose wording changes. Null for text that is right.
 */
export function findJsonError(text: string): JsonError | null {
  const open: ('object' | 'list')[] = []
  let index = 0
  let expects: 'value' | 'value or end' | 'name' | 'name or end' | 'after value' = 'value'

  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = index
    const found = pattern.exec(text)
    if (found !== null) index = pattern.lastIndex
    return found !== null
  }
  const fail = (message: string): JsonError => ({ index, message })

  while (true) {
    take(tokens.space)
    const character = text[index]
    if (expects === 'after value' && open.length === 0) {
      return character === undefined ? null : fail('Something follows after the end of the value.')
    }
    if (character === undefined)
      return fail('The text ends too early: a bracket or quote is not closed.')
    const inside = open.at(-1)
    const closes = inside === 'object' ? '}' : ']'
    if (character === closes && expects !== 'value' && expects !== 'name') {
      index++
      open.pop()
      expects = 'after value'
    } else if (expects === 'after value') {
      if (character !== ',') return fail(`A "," or "${closes}" is missing here.`)
      index++
      expects = inside === 'object' ? 'name' : 'value'
    } else if (expects === 'name' || expects === 'name or end') {
      if (!take(tokens.string)) return fail(nameMessage(character))
      take(tokens.space)
      if (text[index] !== ':') return fail('A ":" is missing here.')
      index++
      expects = 'value'
    } else if (character === '{' || character === '[') {
      index++
      open.push(character === '{' ? 'object' : 'list')
      expects = character === '{' ? 'name or end' : 'value or end'
    } else {
      if (!take(tokens.string) && !take(tokens.number) && !take(tokens.word))
        return fail(valueMessage(character))
      expects = 'after value'
    }
  }
}

const nameMessage = (character: string): string =>
  character === '"'
    ? 'This text is not closed, or has a line break or a wrong "\\" in it.'
    : character === '}'
      ? 'The last member ends in a "," that should not be there.'
      : 'The name of a member is missing here; names stand in double quotes.'

const valueMessage = (character: string): string =>
  character === '"'
    ? 'This text is not closed, or has a line break or a wrong "\\" in it.'
    : 'A value is missing here: a text in double quotes, a number, true, false, null, a list or an object.'
