import type { SecretStore } from '#core/environment.ts'
import { GalleyError } from '#shared/contract/errors.ts'

/** One entry of the system's keyring. */
interface KeyringEntry {
  getPassword(): Promise<string | null | undefined>
  setPassword(value: string): Promise<void>
  deleteCredential(): Promise<boolean>
}

/** Opens an entry; throws where this machine has no keyring. */
export type OpenEntry = (key: string) => Promise<KeyringEntry>

/** The native module is loaded with the first secret: most commands never need one. */
const openSystemEntry: OpenEntry = async (key) => {
  const { AsyncEntry } = await import('@napi-rs/keyring')
  return new AsyncEntry('galley', key)
}

/** `remote/main` is read from `GALLEY_SECRET_REMOTE_MAIN`. */
export const secretVariable = (key: string): string =>
  `GALLEY_SECRET_${key.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`

/**
 * Secrets of the command line and the browser host: an environment variable wins, since whoever
 * starts the process chose it; else the system's keyring. Never a file: where there is neither,
 * storing a secret fails and says which variable to set.
 */
export function hostSecrets(
  env: NodeJS.ProcessEnv = process.env,
  openEntry: OpenEntry = openSystemEntry,
): SecretStore {
  return {
    kind: 'environment variable or system keyring',
    async get(key) {
      const given = env[secretVariable(key)]
      if (given !== undefined) return given
      try {
        return (await (await openEntry(key)).getPassword()) ?? null
      } catch {
        // No keyring is no secret; whoever needed it names the variable to set.
        return null
      }
    },
    async set(key, value) {
      if (env[secretVariable(key)] === value) return
      try {
        await (await openEntry(key)).setPassword(value)
      } catch (cause) {
        throw new GalleyError('missing_part', 'This machine has no keyring to keep a secret in.', {
          fix: `Set the environment variable ${secretVariable(key)} to the secret and run this again.`,
          details: { variable: secretVariable(key) },
          cause,
        })
      }
    },
    async delete(key) {
      try {
        await (await openEntry(key)).deleteCredential()
      } catch {
        // Without a keyring nothing was stored in it.
      }
    },
  }
}
