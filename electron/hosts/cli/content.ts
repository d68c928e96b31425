import { existsSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { GalleyError, readIssues } from '#shared/contract/errors.ts'
import { bodySchema, type Content, contentSchema } from '#shared/contract/template.ts'
import { nameOfInput, parseJson, readInput } from './files.ts'
import type { Io } from './io.ts'

export interface ContentOptions {
  dialect?: 'jinja2' | 'nunjucks'
  undefined?: 'strict' | 'lenient'
}

const nunjucksEndings = ['.njk', '.nunjucks']

/**
 * True for an argument that names a file rather than a stored template: it exists and looks like a
 * path, or can be nothing else, so that a missing one is said to be missing as a file.
 */
export function isFileArgument(io: Io, argument: string): boolean {
  if (argument === '-' || /^\.{0,2}[/\\]/.test(argument)) return true
  const looksLikePath = /[/\\]/.test(argument) || extname(argument) !== ''
  return looksLikePath && existsSync(resolve(io.cwd, argument))
}

/** The stored name a file gets when none is given: its own, without folder and ending. */
export const nameOfFile = (path: string): string =>
  path === '-' ? 'preview' : basename(path, extname(path))

/**
 * Reads template content. A `.json` file holds the whole content, a body, or a list of messages;
 * every other file is one text, in the nunjucks dialect where its ending says so.
 */
export async function readContent(
  io: Io,
  path: string,
  options: ContentOptions = {},
): Promise<Content> {
  const source = await readInput(io, path)
  const settings = {
    dialect: options.dialect ?? (nunjucksEndings.includes(extname(path)) ? 'nunjucks' : 'jinja2'),
    undefinedPolicy: options.undefined ?? 'strict',
  }
  const content = contentSchema.safeParse(draftOf(source, path, settings))
  if (content.success) return content.data
  const { sentence } = readIssues(content.error.issues)
  throw new GalleyError('malformed_file', `${nameOfInput(path)} holds no template: ${sentence}`, {
    where: { file: path },
    fix: 'Write one text, or JSON: a list of messages, a body, or a whole content.',
  })
}

/** What the file holds in the shape of a content, not yet checked. */
function draftOf(source: string, path: string, settings: object): unknown {
  if (extname(path) !== '.json') return { body: { kind: 'text', text: source }, ...settings }
  const value = parseJson(source, path)
  const body = bodySchema.safeParse(
    Array.isArray(value) ? { kind: 'messages', messages: value } : value,
  )
  return body.success ? { body: body.data, ...settings } : value
}
