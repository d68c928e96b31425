import Database from 'better-sqlite3'
import { GalleyError } from '#shared/contract/errors.ts'

/** SQLite's and the file system's codes that say something about the place, not about our code. */
const sentences: Record<string, (file: string, cause: unknown) => GalleyError> = {
  SQLITE_NOTADB: (file, cause) => damaged(file, 'it is not a SQLite database', cause),
  SQLITE_CORRUPT: (file, cause) => damaged(file, 'the file is damaged', cause),
  SQLITE_FULL: (file, cause) => noSpace(file, cause),
  ENOSPC: (file, cause) => noSpace(file, cause),
  SQLITE_IOERR: (file, cause) => cannotUse(file, 'the disk reports a read or write error', cause),
  SQLITE_CANTOPEN: (file, cause) => cannotUse(file, 'the file cannot be opened', cause),
  ENOTDIR: (file, cause) => cannotUse(file, 'a part of its path is a file, not a folder', cause),
  SQLITE_BUSY: (file, cause) =>
    new GalleyError(
      'workspace_unusable',
      `Another program is writing to the workspace "${file}".`,
      {
        fix: 'Wait until it is done (or end it), then try again. Nothing was changed.',
        where: { file },
        cause,
      },
    ),
  SQLITE_READONLY: readOnly,
  EACCES: readOnly,
  EPERM: readOnly,
  EROFS: readOnly,
}

/** The refusal of a place that may be read but not written. */
function readOnly(file: string, cause?: unknown): GalleyError {
  return new GalleyError('read_only', `Galley cannot write to "${file}".`, {
    fix: 'Give your user the right to write there, or choose another data folder with GALLEY_HOME.',
    where: { file },
    cause,
  })
}

/** The refusal of a file that is not, or no longer, a workspace; `why` completes the sentence. */
export function damaged(file: string, why: string, cause?: unknown): GalleyError {
  return new GalleyError('workspace_unusable', `The workspace "${file}" cannot be used: ${why}.`, {
    fix: 'Move the file away and put the newest copy from the "backups" folder beside it in its place.',
    where: { file },
    cause,
  })
}

function noSpace(file: string, cause: unknown): GalleyError {
  return new GalleyError('workspace_unusable', `The disk is full: "${file}" was not changed.`, {
    fix: 'Free some space, then try again.',
    where: { file },
    cause,
  })
}

function cannotUse(file: string, why: string, cause: unknown): GalleyError {
  return new GalleyError('workspace_unusable', `The workspace "${file}" cannot be used: ${why}.`, {
    fix: 'Check the path and the disk, or choose another data folder with GALLEY_HOME.',
    where: { file },
    cause,
  })
}

/** The refusal of a change while a backup is put in place of everything. */
export function beingReplaced(file: string): GalleyError {
  return new GalleyError('workspace_unusable', 'A backup of this workspace is being restored.', {
    fix: 'Try again when that is done. Nothing was changed.',
    where: { file },
  })
}

/** An expected failure of file or disk as a GalleyError; everything else comes back as it was. */
export function asGalleyError(error: unknown, file: string): unknown {
  if (error instanceof GalleyError) return error
  const code = error instanceof Database.SqliteError ? error.code : systemCode(error)
  if (code === null) return error
  // Extended codes (SQLITE_IOERR_WRITE) say more than a user needs: the first two words decide.
  const sentence = sentences[code] ?? sentences[code.split('_').slice(0, 2).join('_')]
  return sentence === undefined ? error : sentence(file, error)
}

function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
