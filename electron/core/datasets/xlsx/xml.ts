import sax from 'sax'
import { UnreadableFile } from '../files/parsed.ts'

export interface XmlHandlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  text?: (text: string) => void
  close?: (name: string) => void
}

/** Elements inside each other; a workbook's own parts have fewer than ten. */
const deepest = 64

/**
 * A push parser for the XML of workbooks. Document types are refused, so there are no entities of
 * one's own that could grow or reach for files.
 */
export function xmlParser(part: string, handlers: XmlHandlers): (text: string | null) => void {
  const parser = sax.parser(true, { position: false })
  let depth = 0
  const refused = (why: string) =>
    new UnreadableFile(1, null, `The part "${part}" of the workbook cannot be read: ${why}`)
  parser.onerror = (error) => {
    throw refused(error.message.split('\n')[0] ?? '')
  }
  parser.ondoctype = () => {
    throw refused('it declares a document type.')
  }
  parser.onopentag = ({ name, attributes }) => {
    depth += 1
    if (depth > deepest) throw refused('its elements are nested too deeply.')
    handlers.open?.(localName(name), attributes as Record<string, string>)
  }
  parser.ontext = (text) => handlers.text?.(text)
  parser.oncdata = (text) => handlers.text?.(text)
  parser.onclosetag = (name) => {
    depth -= 1
    handlers.close?.(localName(name))
  }
  return (text) => void (text === null ? parser.close() : parser.write(text))
}

/** Some writers put a prefix before every name. */
const localName = (name: string) => name.slice(name.indexOf(':') + 1)

/** `_x0007_` is how Office writes what XML has no place for. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
