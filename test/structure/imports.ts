import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from '../support/repository.ts'

/** One import statement: which file, which line, what it names, and what that resolves to. */
export interface Edge {
  from: string
  line: number
  specifier: string
  /** Path from the root for our own files; null for packages. */
  to: string | null
  isTypeOnly: boolean
}

const source = /\.(ts|tsx|mjs)$/
// Statement imports and re-exports, bare imports, and dynamic imports. The compiler offers no API
// for reading imports, so the text is read; a specifier inside a string literal would count too,
// which errs on the strict side.
const statement =
  /(?:^|\n)[ \t]*(?:import|export)\s+(type\s)?[^'"`;]*?\sfrom\s*['"]([^'"]+)['"]|(?:^|\n)[ \t]*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

/** Every source file below a folder, as paths from the root. */
export function sourceFiles(folder: string): string[] {
  const found: string[] = []
  for (const name of readdirSync(join(root, folder))) {
    const path = join(folder, name)
    if (statSync(join(root, path)).isDirectory()) found.push(...sourceFiles(path))
    else if (source.test(name)) found.push(path)
  }
  return found.sort()
}

/** What package.json calls our folders: `#core/*` is `./electron/core/*`. */
const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  imports: Record<string, string>
}
const aliases = Object.entries(imports).map(([alias, folder]) => ({
  start: alias.replace(/\*$/, ''),
  folder: folder.replace(/\*$/, ''),
}))

function resolveImport(from: string, specifier: string): string | null {
  const clean = specifier.replace(/\?.*$/, '')
  const alias = aliases.find(({ start }) => clean.startsWith(start))
  if (alias !== undefined) return join(alias.folder, clean.slice(alias.start.length))
  if (clean.startsWith('.')) return relative(root, resolve(root, dirname(from), clean))
  return null
}

/** All imports of one file. */
export function importsOf(path: string): Edge[] {
  const text = readFileSync(join(root, path), 'utf8')
  const edges: Edge[] = []
  for (const match of text.matchAll(statement)) {
    const specifier = match[2] ?? match[3] ?? match[4]
    if (specifier === undefined) continue
    const at = (match.index ?? 0) + (match[0].startsWith('\n') ? 1 : 0)
    edges.push({
      from: path,
      line: text.slice(0, at).split('\n').length,
      specifier,
      to: resolveImport(path, specifier),
      isTypeOnly: match[1] !== undefined,
    })
  }
  return edges
}
