import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Galley's own version: what package.json at the root says. */
export function galleyVersion(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
