import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#shared/contract/contract.ts'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'

type Client = ContractRouterClient<Contract>
type Reading = Omit<Parameters<Client['dataset']['previewUpload']>[0], 'upload'>

/** Sends bytes piece by piece, as a page sends the slices of a file. */
export async function upload(
  client: Client,
  fileName: string,
  bytes: Uint8Array | string,
  pieceBytes = 700_000,
): Promise<string> {
  const buffer = Buffer.from(bytes)
  const { upload } = await client.dataset.openUpload({ fileName, byteLength: buffer.length })
  for (let offset = 0; offset < buffer.length; offset += pieceBytes) {
    const base64 = buffer.subarray(offset, offset + pieceBytes).toString('base64')
    await client.dataset.upload({ upload, offset, base64 })
  }
  return upload
}

/** The last event of a stream: what the others lead to. */
export async function lastOf<Event>(events: AsyncIterable<Event>): Promise<Event> {
  let last: Event | undefined
  for await (const event of events) last = event
  if (last === undefined) throw new Error('The stream had no events.')
  return last
}

export async function importBytes(
  client: Client,
  fileName: string,
  bytes: Uint8Array | string,
  options: Reading & { name?: string } = {},
): Promise<Dataset> {
  const id = await upload(client, fileName, bytes)
  const input = { name: 'x', ...options, upload: id }
  const last = await lastOf(await client.dataset.importUpload(input))
  if (last.kind !== 'imported') throw new Error('The import ended without a dataset.')
  return last.dataset
}

export async function previewBytes(
  client: Client,
  fileName: string,
  bytes: Uint8Array | string,
  options: Reading = {},
) {
  const id = await upload(client, fileName, bytes)
  const last = await lastOf(await client.dataset.previewUpload({ ...options, upload: id }))
  if (last.kind !== 'preview') throw new Error('The preview ended without one.')
  return last
}
