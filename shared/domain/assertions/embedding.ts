import { type Evaluate, expectedText, noReference, quoted } from './finding.ts'
import type { LeafAssertion } from './schema.ts'
import type { AssertionServices } from './services.ts'

type Similar = Extract<
  LeafAssertion,
  { type: 'similar' | 'similar:cosine' | 'similar:dot' | 'similar:euclidean' }
>
type Vector = readonly number[]

const dot = (a: Vector, b: Vector): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)

/** Cosine of the angle of two vectors; 0 where one has no length. */
export function cosine(a: Vector, b: Vector): number {
  const lengths = Math.sqrt(dot(a, a) * dot(b, b))
  return lengths === 0 ? 0 : dot(a, b) / lengths
}

/** Near 1 for the same vector, near 0 for one far away: 1 / (1 + distance). */
const euclidean = (a: Vector, b: Vector): number =>
  1 / (1 + Math.hypot(...a.map((value, index) => value - (b[index] ?? 0))))

const measures = {
  similar: cosine,
  'similar:cosine': cosine,
  'similar:dot': dot,
  'similar:euclidean': euclidean,
}

/** `similar`: nearness in meaning to one or several texts, by their vectors; the nearest counts. */
export function similar(
  { type, value, threshold }: Similar,
  { embed }: AssertionServices,
): Evaluate {
  const measure = measures[type]
  return async ({ output, expected }) => {
    const reference = value ?? expectedText(expected)
    if (reference === null) return noReference(type)
    if (embed === undefined) {
      return { kind: 'impossible', reason: 'No embedding model was chosen to compare meanings.' }
    }
    const references = typeof reference === 'string' ? [reference] : reference
    const { vectors, cost } = await embed([output, ...references])
    const [own = [], ...others] = vectors
    const scores = others.map((other) => measure(own, other))
    const score = Math.max(...scores)
    const nearest = references[scores.indexOf(score)] ?? ''
    const isMet = score >= threshold
    const fact = `Similarity ${score.toFixed(4)} to ${quoted(nearest)}; asked for ${threshold}.`
    return { kind: 'found', isMet, score: Math.min(1, Math.max(0, score)), fact, cost }
  }
}
