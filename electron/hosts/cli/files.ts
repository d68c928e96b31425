import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parse, YAMLParseError } from 'yaml'
import type { Bindings } from '#shared/contract/base.ts'
import { GalleyError } from '#shared/contract/errors.ts'
import { findJsonError } from '#shared/domain/json/error.ts'
import type { Io } from './io.ts'

/** What a sentence calls the file that an argument names. */
export const nameOfInput = (path: string): string => (path === '-' ? 'standard input' : path)

/** The text of a file, or of standard input for `-`; a byte order mark is no part of it. */
export async function readInput(io: Io, path: string): Promise<string> {
  const bytes = path === '-' ? await buffer(io.stdin) : readBytes(resolve(io.cwd, path), path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    // Bytes replaced by question marks would be frozen into a version unseen.
    throw new GalleyError('malformed_file', `${nameOfInput(path)} is not text in UTF-8.`, {
      where: { file: path },
      fix: 'Save it as UTF-8, or name the file that you meant.',
      cause,
    })
  }
}

function readBytes(resolved: string, path: string): Buffer {
  try {
    return readFileSync(resolved)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

/** A file that is not there, or that this user may not read. */
export function unreadable(path: string, cause: unknown): GalleyError {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  return new GalleyError(
    isMissing ? 'not_found' : 'invalid_input',
    isMissing ? `There is no file ${path}.` : `The file ${path} cannot be read.`,
    { where: { file: path }, fix: 'Check the path; "-" reads standard input.', cause },
  )
}

/** Parses JSON of a file; a mistake says where it stands. */
export function parseJson(source: string, file: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    const error = findJsonError(source)
    const before = source.slice(0, error?.index ?? 0).split('\n')
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
    throw new GalleyError(
      'malformed_file',
      `${nameOfInput(file)} is not JSON: ${error?.message ?? ''}`,
      {
        where: { file, ...(error === null ? {} : place) },
        fix: 'Correct the file; JSON wants double quotes and no comma after the last entry.',
        cause,
      },
    )
  }
}

function parseYaml(source: string, file: string): unknown {
  try {
    return parse(source)
  } catch (cause) {
    const place = cause instanceof YAMLParseError ? cause.linePos?.[0] : undefined
    throw new GalleyError('malformed_file', `${nameOfInput(file)} is not YAML.`, {
      where: { file, ...(place ? { line: place.line, column: place.col } : {}) },
      fix: 'Correct the file at that place.',
      cause,
    })
  }
}

export interface BindingOptions {
  vars?: string
  var?: string[]
}

/** `name=value`; the value is JSON where it parses as JSON, else plain text. */
function parseBinding(entry: string): [string, unknown] {
  const at = entry.indexOf('=')
  if (at < 1) {
    throw new GalleyError('invalid_input', `"${entry}" is not a binding.`, {
      fix: 'Write --var name=value.',
    })
  }
  const value = entry.slice(at + 1)
  try {
    return [entry.slice(0, at), JSON.parse(value)]
  } catch {
    return [entry.slice(0, at), value]
  }
}

/**
 * The bindings of a call. A JSON file goes on as text, since parsing it here would lose what Python
 * keeps apart (1.0 and 1, big integers); only a mix with `--var` has to be parsed.
 */
export async function readBindings(
  io: Io,
  options: BindingOptions,
): Promise<{ bindings: Bindings } | { bindingsJson: string }> {
  const given = Object.fromEntries((options.var ?? []).map(parseBinding))
  if (options.vars === undefined) return { bindings: given as Bindings }
  const source = await readInput(io, options.vars)
  const isYaml = /\.ya?ml$/i.test(options.vars)
  const values = isYaml ? parseYaml(source, options.vars) : parseJson(source, options.vars)
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new GalleyError('malformed_file', `${options.vars} does not hold an object.`, {
      where: { file: options.vars },
      fix: 'Bindings are one object: variable name to value.',
    })
  }
  if (!isYaml && options.var === undefined) return { bindingsJson: source }
  return { bindings: { ...values, ...given } as Bindings }
}
