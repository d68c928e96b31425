import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A Node of this machine that is older than the one Galley itself runs on; null where none is. */
export function olderNode(): { path: string; version: string } | null {
  const folders = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'))
  for (const path of folders.map((folder) => join(folder, 'node')).filter(existsSync)) {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
    const major = Number(/^v(\d+)/.exec(version)?.[1])
    if (major >= 20 && major < 24) return { path, version }
  }
  return null
}
