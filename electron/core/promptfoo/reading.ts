import { GalleyError } from '#shared/contract/errors.ts'
import type { NotTaken } from '#shared/contract/promptfoo.ts'
import { filesAt, isReference, pathOf, refusal } from './config-files.ts'
import { type ConfigDocument, isFields, isList, parseConfig } from './document.ts'

export type Path = readonly (string | number)[]

/** A configuration while it is read: its files, and what is not taken over. */
export class ConfigReading {
  readonly notTaken: NotTaken[] = []
  readonly #mistakes: NotTaken[] = []
  readonly #document: ConfigDocument
  readonly #files: Readonly<Record<string, string>>
  readonly #templates: Record<string, unknown>

  constructor(document: ConfigDocument, files: Readonly<Record<string, string>>) {
    this.#document = document
    this.#files = files
    const templates = isFields(document.value) ? document.value.assertionTemplates : {}
    this.#templates = isFields(templates) ? templates : {}
  }

  /** Notes a part that is left out, by its place in the configuration. */
  leave(path: Path, reason: string): void {
    const line = this.#document.lineOf(path)
    this.notTaken.push({ path: path.join('.'), line, reason })
  }

  /** Notes a part that is wrong: `refuseMistakes` then refuses the whole configuration. */
  mistake(path: Path, reason: string): void {
    this.#mistakes.push({ path: path.join('.'), line: this.#document.lineOf(path), reason })
  }

  /** @throws GalleyError `malformed_file` with the line of the first mistake; all are in its details */
  refuseMistakes(file: string): void {
    const [first] = this.#mistakes
    if (first === undefined) return
    const { path, line, reason } = first
    const place = line === null ? path : `line ${line}, ${path}`
    throw new GalleyError('malformed_file', `${file}, ${place}: ${reason}`, {
      fix: 'Mend it there; nothing was taken over.',
      where: { file, ...(line === null ? {} : { line }), field: path },
      details: { mistakes: this.#mistakes },
    })
  }

  /** The files that a reference means; what is missing or refused is noted. */
  follow(reference: string, path: Path): { path: string; text: string }[] {
    const why = refusal(reference)
    if (why !== null) {
      this.leave(path, `${reference}: ${why}`)
      return []
    }
    const found = filesAt(this.#files, pathOf(reference))
    if (found.length === 0) this.leave(path, `${reference}: there is no such file.`)
    return found
  }

  /** A value, or what the file says that stands for it; undefined where that cannot be known. */
  resolve(value: unknown, path: Path): unknown {
    if (!isReference(value)) return value
    const [file] = this.follow(value, path)
    if (file === undefined) return undefined
    return /\.(json|ya?ml)$/i.test(file.path)
      ? parseConfig(file.text, file.path).value
      : file.text.trimEnd()
  }

  /** An assertion with its `$ref` to `assertionTemplates` put in. */
  withTemplate(value: unknown, path: Path): unknown {
    if (!isFields(value) || typeof value.$ref !== 'string') return value
    const name = /^#\/assertionTemplates\/(.+)$/.exec(value.$ref)?.[1] ?? ''
    const template = Object.hasOwn(this.#templates, name) ? this.#templates[name] : undefined
    if (!isFields(template)) {
      this.mistake(path, `${value.$ref} names no assertion template.`)
      return undefined
    }
    const { $ref: _, ...own } = value
    return { ...template, ...own }
  }

  /** Notes the members of an object that nobody reads. */
  leaveUnread(
    value: unknown,
    path: Path,
    read: readonly string[],
    reasons: Readonly<Record<string, string>>,
  ): void {
    if (!isFields(value)) return
    for (const name of Object.keys(value)) {
      if (!read.includes(name))
        this.leave([...path, name], reasons[name] ?? 'Galley has no equal for it.')
    }
  }
}

export const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : isList(value) ? value : [value]
