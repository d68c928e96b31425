import type { Redaction, RedactionMap } from './types.ts'

export interface RedactionSpan {
  start: number
  end: number
  /** Becomes the word in the placeholder. */
  label: string
}

/** A placeholder cannot contain a bracket, so two of them never overlap and restoring needs one pass. */
const placeholderForm = /\[[A-Z][A-Z0-9_]*_\d+\]/g

const shortestKnown = 6

/** Overlapping spans of a text as one each; the first one names it. */
function merged(spans: readonly RedactionSpan[]): RedactionSpan[] {
  const out: RedactionSpan[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out.at(-1)
    if (last !== undefined && span.start < last.end) last.end = Math.max(last.end, span.end)
    else if (span.end > span.start) out.push({ ...span })
  }
  return out
}

/**
 * Gives out placeholders for one call: the same value always gets the same one, in the variables, the
 * prompt and (through `RedactionMap`) in later stages. A placeholder that one of the texts already
 * contains is never given out, so that restoring gives back exactly what was there.
 */
export class Redactor {
  readonly #byValue = new Map<string, string>()
  readonly #placeholders = new Set<string>()
  readonly #entries: Redaction[] = []
  readonly #counters = new Map<string, number>()
  /** What looks like a placeholder in one of the texts: never given out. */
  readonly #present = new Set<string>()

  constructor(texts: readonly string[], earlier: RedactionMap | undefined) {
    for (const text of texts)
      for (const found of text.match(placeholderForm) ?? []) this.#present.add(found)
    for (const entry of earlier?.entries ?? []) this.#remember(entry)
  }

  #remember(entry: Redaction): void {
    this.#entries.push(entry)
    this.#byValue.set(entry.value, entry.placeholder)
    this.#placeholders.add(entry.placeholder)
  }

  #placeholderFor(value: string, label: string): string {
    const known = this.#byValue.get(value)
    if (known !== undefined) return known
    let count = this.#counters.get(label) ?? 0
    let placeholder: string
    do {
      count += 1
      placeholder = `[${label}_${count}]`
    } while (this.#isTaken(placeholder))
    this.#counters.set(label, count)
    this.#remember({ placeholder, value })
    return placeholder
  }

  #isTaken(placeholder: string): boolean {
    return this.#placeholders.has(placeholder) || this.#present.has(placeholder)
  }

  /** The text with every span replaced by its placeholder. */
  redact(text: string, spans: readonly RedactionSpan[]): string {
    let out = ''
    let from = 0
    for (const span of merged(spans)) {
      out +=
        text.slice(from, span.start) +
        this.#placeholderFor(text.slice(span.start, span.end), span.label)
      from = span.end
    }
    return out + text.slice(from)
  }

  /** Gives `value` its placeholder now, so that `knownSpans` finds it in every text of the call. */
  learn(value: string, label: string): void {
    this.#placeholderFor(value, label)
  }

  /**
   * Where redacted values stand in `text`, also where no rule saw them: a number that was named a phone
   * number once stays one. One pass whatever the number of values; short values are left out, as they
   * would be found inside words.
   */
  knownSpans(text: string): RedactionSpan[] {
    const lengths = this.#lengthsByStart()
    const spans: RedactionSpan[] = []
    if (lengths.size === 0) return spans
    for (let at = 0; at + shortestKnown <= text.length; at += 1) {
      for (const length of lengths.get(text.slice(at, at + shortestKnown)) ?? []) {
        if (!this.#byValue.has(text.slice(at, at + length))) continue
        spans.push({ start: at, end: at + length, label: 'REDACTED' })
        break
      }
    }
    return spans
  }

  /** Lengths of the known values, longest first, by the characters they start with. */
  #lengthsByStart(): Map<string, number[]> {
    const lengths = new Map<string, number[]>()
    for (const { value } of this.#entries) {
      if (value.length < shortestKnown) continue
      const start = value.slice(0, shortestKnown)
      const known = lengths.get(start) ?? []
      if (!known.includes(value.length)) known.push(value.length)
      lengths.set(start, known)
    }
    for (const known of lengths.values()) known.sort((a, b) => b - a)
    return lengths
  }

  get map(): RedactionMap {
    return { entries: [...this.#entries] }
  }
}

/** Puts the values back in place of their placeholders, in one pass: a value is never searched again. */
export function restoreRedactions(text: string, redactions: RedactionMap): string {
  if (redactions.entries.length === 0) return text
  const values = new Map(redactions.entries.map(({ placeholder, value }) => [placeholder, value]))
  return text.replace(placeholderForm, (placeholder) => values.get(placeholder) ?? placeholder)
}
