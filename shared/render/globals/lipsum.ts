import { type NativeFunction, native } from '../runtime/builtin.ts'
import { asIndex } from '../values/numbers.ts'
import { truthy } from '../values/truth.ts'
import { Markup } from '../values/types.ts'

const WORDS = (
  'a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit ' +
  'class commodo condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae ' +
  'cursus dapibus diam dictum dignissim dis dolor donec dui duis egestas eget eleifend elementum elit enim erat ' +
  'eros est et etiam eu euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla fusce'
).split(' ')

/** A pseudo-random sequence: what lipsum prints is filler, so that it may be the same in every render. */
function* numbers(): Generator<number> {
  let state = 12345
  for (;;) {
    state = (state * 1103515245 + 12345) % 2147483648
    yield state
  }
}

function paragraph(random: Iterator<number>, count: number): string {
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
  'generate_lorem_ipsum',
  { params: ['n', 'html', 'min', 'max'], defaults: [5, true, 20, 100] },
  (rt, n, html, min, max) => {
    const random = numbers()
    const low = asIndex(min)
    const spread = Math.max(1, asIndex(max) - low)
    const paragraphs: string[] = []
    for (let i = 0; i < asIndex(n); i++) {
      const count = low + ((random.next().value as number) % spread)
      rt.step(Math.max(1, count))
      const text = paragraph(random, count)
      paragraphs.push(text)
      rt.checkText(text.length * (i + 1))
    }
    if (!truthy(html)) return paragraphs.join('\n\n')
    return new Markup(paragraphs.map((text) => `<p>${text}</p>`).join('\n'))
  },
)
