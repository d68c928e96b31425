import { isMarkup, type Value } from '../values/types.ts'
import { checkText, type Runtime, strWithin } from './frame.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

/** Escapes HTML as MarkupSafe does. */
export const escapeText = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char) : text

/** The text of a value as it may stand in HTML: Markup unchanged, all else escaped. */
export const escapeValue = (rt: Runtime, value: Value): string => {
  if (isMarkup(value)) return value.text
  const text = escapeText(strWithin(rt, value))
  checkText(rt, text.length)
  return text
}
