import type { Redaction, RedactionMap } from './types.ts'

export interface RedactionSpan {
  start: number
  end: number
  /** Becomes the word in the placeholder. */
  label: string
}

/** A placeholder cannot contain a bracket, so two of them never overlap and restoring needs one pass. */
const placeholderForm = /\[[A-Z][A-Z0-9_]*_\d+\]/g

/** Overlapping and touching spans of a text as one each; the first one names it. */
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
  readonly #entries: Redaction[] = []
  readonly #counters = new Map<string, number>()
  readonly #texts: readonly string[]

  constructor(texts: readonly string[], earlier: RedactionMap | undefined) {
    this.#texts = texts
    for (const entry of earlier?.entries ?? []) this.#remember(entry)
  }

  #remember(entry: Redaction): void {
    this.#entries.push(entry)
    this.#byValue.set(entry.value, entry.placeholder)
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
    if (this.#entries.some((entry) => entry.placeholder === placeholder)) return true
    return this.#texts.some((text) => text.includes(placeholder))
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

  /** Where values that were redacted elsewhere in this call stand in `text`. */
  knownSpans(text: string): RedactionSpan[] {
    const spans: RedactionSpan[] = []
    for (const { value } of this.#entries) {
      if (value === '') continue
      for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
        spans.push({ start: at, end: at + value.length, label: 'REDACTED' })
      }
    }
    return spans
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
