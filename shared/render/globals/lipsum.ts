import { type NativeFunction, native } from '../runtime/builtin.ts'
import { checkText, countSteps } from '../runtime/frame.ts'
import { asIndex } from '../values/numbers.ts'
import { truthy } from '../values/truth.ts'
import { Markup } from '../values/types.ts'

const WORDS =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor incididunt ut labore'.split(
    ' ',
  )
const SENTENCE = 12

/** What lipsum prints is filler: it may be the same in every render. */
const paragraph = (first: number, count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const word = WORDS[(first + index) % WORDS.length] ?? ''
    const shown = index % SENTENCE === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word
    return index % SENTENCE === SENTENCE - 1 || index === count - 1 ? `${shown}.` : shown
  }).join(' ')

/** The global `lipsum`: paragraphs of filler. */
export const lipsumFunction: NativeFunction = native(
  'generate_lorem_ipsum(n=5, html=True, min=20, max=100)',
  (rt, n, html, min, max) => {
    const low = asIndex(min)
    const spread = Math.max(1, asIndex(max) - low)
    const paragraphs: string[] = []
    for (let i = 0; i < asIndex(n); i++) {
      const count = low + ((i * 37) % spread)
      countSteps(rt, Math.max(1, count))
      const text = paragraph(i, count)
      paragraphs.push(text)
      checkText(rt, text.length * (i + 1))
    }
    if (!truthy(html)) return paragraphs.join('\n\n')
    return new Markup(paragraphs.map((text) => `<p>${text}</p>`).join('\n'))
  },
)
