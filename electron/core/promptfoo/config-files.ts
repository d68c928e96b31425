import { isAbsolute, posix } from 'node:path'
import { isFields, isList } from './document.ts'

const scheme = 'file://'

/** Files that would have to be run to know what they say. */
const code = /\.(c|m)?(js|ts)x?(:\w+)?$|\.py(:\w+)?$|\.(rb|go|sh|exe)(:\w+)?$/i

/** Why a reference cannot be followed; null where it can. */
export function refusal(reference: string): string | null {
  const path = reference.slice(scheme.length)
  if (code.test(path)) return 'It is code, and Galley runs no foreign code.'
  const inside = posix.normalize(path)
  if (isAbsolute(path) || /^[a-z]:/i.test(path) || inside.startsWith('..')) {
    return 'Only files inside the configuration’s own folder are read.'
  }
  return null
}

export const isReference = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(scheme)

/** The path of a reference from the configuration's folder; `#Sheet` of a workbook is cut off. */
export const pathOf = (reference: string): string =>
  posix.normalize(reference.slice(scheme.length)).replace(/(\.xlsx)#.*$/i, '$1')

/** Every reference to a file inside a value that can be followed. */
export function referencesIn(value: unknown): string[] {
  if (isReference(value)) return refusal(value) === null ? [pathOf(value)] : []
  if (isList(value)) return value.flatMap(referencesIn)
  return isFields(value) ? Object.values(value).flatMap(referencesIn) : []
}

const isPattern = (path: string) => /[*?[{]/.test(path)

/** Given files that a path or pattern means, by path in order. */
export function filesAt(
  files: Readonly<Record<string, string>>,
  path: string,
): { path: string; text: string }[] {
  const names = Object.keys(files).filter((name) =>
    isPattern(path) ? posix.matchesGlob(name, path) : name === path,
  )
  return names.sort().map((name) => ({ path: name, text: files[name] ?? '' }))
}
