import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type MessagePortMain, safeStorage } from 'electron'
import {
  type SecretReply,
  type SecretRequest,
  secretRequestSchema,
} from '#shared/contract/desktop.ts'

const refusal = 'This system has no secret store that Galley could keep passwords in safely.'

/** On Linux without a keyring Electron falls back to a fixed key, which protects nothing. */
function isSafe(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

/** Secrets by key, each encrypted by the operating system, in one file. */
class SecretFile {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  #read(): Record<string, string> {
    return existsSync(this.#path) ? JSON.parse(readFileSync(this.#path, 'utf8')) : {}
  }

  /** Written beside and moved over, so that a crash leaves the old file or the new one. */
  #write(entries: Record<string, string>): void {
    mkdirSync(dirname(this.#path), { recursive: true })
    const fresh = `${this.#path}.new`
    writeFileSync(fresh, JSON.stringify(entries), { mode: 0o600 })
    renameSync(fresh, this.#path)
  }

  get(key: string): string | null {
    const entry = this.#read()[key]
    return entry === undefined ? null : safeStorage.decryptString(Buffer.from(entry, 'base64'))
  }

  set(key: string, value: string): void {
    const entry = safeStorage.encryptString(value).toString('base64')
    this.#write({ ...this.#read(), [key]: entry })
  }

  delete(key: string): void {
    const { [key]: _, ...rest } = this.#read()
    this.#write(rest)
  }
}

function answer(file: SecretFile, request: SecretRequest): SecretReply {
  const { id } = request
  if (!isSafe()) {
    return { id, value: null, refusal: request.verb === 'set' ? refusal : null }
  }
  try {
    if (request.verb === 'get') return { id, value: file.get(request.key), refusal: null }
    if (request.verb === 'set') file.set(request.key, request.value)
    else file.delete(request.key)
    return { id, value: null, refusal: null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { id, value: null, refusal: `The system’s secret store failed: ${reason}` }
  }
}

/** Answers the core's questions for secrets over its port. */
export function answerSecrets(port: MessagePortMain, path: string): void {
  const file = new SecretFile(path)
  port.on('message', (event) => {
    port.postMessage(answer(file, secretRequestSchema.parse(event.data)))
  })
  port.start()
}
