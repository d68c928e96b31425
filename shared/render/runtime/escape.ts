import { Markup, type Value } from '../values/types.ts'
import type { Runtime } from './frame.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** Escapes HTML as MarkupSafe does. */
export function escapeText(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char) : text
}

/** The text of a value as it may stand in HTML: Markup unchanged, all else escaped. */
export function escapeValue(rt: Runtime, value: Value): string {
  if (value instanceof Markup) return value.text
  const text = escapeText(rt.str(value))
  rt.checkText(text.length)
  return text
}
