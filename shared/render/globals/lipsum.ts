import { type NativeFunction, native } from '../runtime/builtin.ts'
import { checkText, countSteps } from '../runtime/frame.ts'
import { asIndex } from '../values/numbers.ts'
import { truthy } from '../values/truth.ts'
import { Markup } from '../values/types.ts'

const WORDS = (
  'ac ad aenean aliquam amet ante arcu at augue class commodo cras cubilia cum dapibus diam dictum dolor donec ' +
  'egestas eget elit enim erat eros est et euismod fames faucibus felis fusce'
).split(' ')

/** A pseudo-random sequence: what lipsum prints is filler, so that it may be the same in every render. */
function* numbers(): Generator<number> {
  let state = 12345
  for (;;) {
    state = (state * 1103515245 + 12345) % 2147483648
    yield state
  }
}

const paragraph = (random: Iterator<number>, count: number): string => {
  const words: string[] = []
  let isStart = true
  for (let i = 0; i < count; i++) {
    const word = WORDS[(random.next().value as number) % WORDS.length] ?? 'lorem'
    const shown = isStart ? word.charAt(0).toUpperCase() + word.slice(1) : word
    isStart = i % 12 === 11 || i === count - 1
    words.push(isStart ? `${shown}.` : i % 7 === 6 ? `${shown},` : shown)
  }
  return words.join(' ')
}

/** The global `lipsum`: paragraphs of filler. */
export const lipsumFunction: NativeFunction = native(
  'generate_lorem_ipsum(n=5, html=True, min=20, max=100)',
  (rt, n, html, min, max) => {
    const random = numbers()
    const low = asIndex(min)
    const spread = Math.max(1, asIndex(max) - low)
    const paragraphs: string[] = []
    for (let i = 0; i < asIndex(n); i++) {
      const count = low + ((random.next().value as number) % spread)
      countSteps(rt, Math.max(1, count))
      const text = paragraph(random, count)
      paragraphs.push(text)
      checkText(rt, text.length * (i + 1))
    }
    if (!truthy(html)) return paragraphs.join('\n\n')
    return new Markup(paragraphs.map((text) => `<p>${text}</p>`).join('\n'))
  },
)
