import type { MessagePortMain } from 'electron'
import type { SecretStore } from '#core/environment.ts'
import { type SecretRequest, secretReplySchema } from '#shared/contract/desktop.ts'
import { GalleyError } from '#shared/contract/errors.ts'

type Question = SecretRequest extends infer Request
  ? Request extends { id: number }
    ? Omit<Request, 'id'>
    : never
  : never

/** The part of a port that asking needs; ports of worker_threads fit too. */
type Port = Pick<MessagePortMain, 'on' | 'postMessage' | 'start'>

/** The desktop's secrets: the core asks, the main process answers from the system's store. */
export function portSecrets(port: Port): SecretStore {
  const waiting = new Map<
    number,
    (reply: { value: string | null; refusal: string | null }) => void
  >()
  let lastId = 0

  port.on('message', (event) => {
    const reply = secretReplySchema.parse(event.data)
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  port.start()

  const ask = async (question: Question): Promise<string | null> => {
    lastId += 1
    const id = lastId
    const answered = new Promise<{ value: string | null; refusal: string | null }>((resolve) => {
      waiting.set(id, resolve)
    })
    port.postMessage({ ...question, id })
    const { value, refusal } = await answered
    if (refusal === null) return value
    throw new GalleyError('missing_part', refusal, {
      fix: 'Unlock or install the system’s keyring, then try again.',
    })
  }

  return {
    kind: 'system secret store',
    get: (key) => ask({ verb: 'get', key }),
    set: async (key, value) => void (await ask({ verb: 'set', key, value })),
    delete: async (key) => void (await ask({ verb: 'delete', key })),
  }
}
