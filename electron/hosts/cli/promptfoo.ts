import { globSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import type { NotTaken } from '#shared/contract/promptfoo.ts'
import type { Call } from './call.ts'
import { readInput } from './files.ts'

/** Files that a configuration refers to are read in rounds: a file of cases may name others. */
const mostRounds = 5

interface Source {
  fileName: string
  config: string
  files: Record<string, string>
}

/** A configuration with the files it refers to, none of them outside its folder. */
async function readConfig(
  { io, rpc }: Pick<Call<unknown>, 'io' | 'rpc'>,
  path: string,
): Promise<Source> {
  if (/\.(c|m)?(j|t)s$/i.test(path)) {
    throw new GalleyError('invalid_input', `${path} is code, and Galley runs no foreign code.`, {
      fix: 'Write the configuration as YAML or JSON.',
      where: { file: path },
    })
  }
  const source: Source = { fileName: basename(path), config: await readInput(io, path), files: {} }
  const folder = realpathSync(dirname(resolve(io.cwd, path)))
  const { promptfoo } = await rpc()
  for (let round = 0; round < mostRounds; round++) {
    const { patterns } = await promptfoo.references(source)
    const found = patterns.flatMap((pattern) => filesInside(folder, pattern))
    if (found.length === 0) break
    Object.assign(source.files, Object.fromEntries(found))
  }
  return source
}

/** The texts of files that a pattern means; a link that leads out of the folder is no such file. */
function filesInside(folder: string, pattern: string): [string, string][] {
  return globSync(pattern, { cwd: folder }).flatMap((name): [string, string][] => {
    try {
      const path = realpathSync(join(folder, name))
      if (!path.startsWith(folder + sep)) return []
      return [
        [relative(folder, join(folder, name)).split(sep).join('/'), readFileSync(path, 'utf8')],
      ]
    } catch {
      // A folder, a link to nothing, or a file that this user may not read: it is reported as missing.
      return []
    }
  })
}

/** The name that datasets and templates of a configuration get: its folder's, or its own. */
function nameOf(cwd: string, path: string): string {
  const own = basename(path, extname(path))
  return own === 'promptfooconfig' ? basename(dirname(resolve(cwd, path))) : own
}

/** Takes a configuration into the workspace and says on standard error what was left out. */
export async function importConfig(call: Call<{ name?: string }>, path: string) {
  const source = await readConfig(call, path)
  const name = call.options.name ?? nameOf(call.io.cwd, path)
  const imported = await (await call.rpc()).promptfoo.import({ ...source, name })
  for (const one of imported.notTaken) call.note(describeLeft(source.fileName, one))
  return imported
}

export const describeLeft = (file: string, { path, line, reason }: NotTaken): string =>
  `not taken over: ${file}${line === null ? '' : `:${line}`} ${path}: ${reason}`
