import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readInThread } from '#core/datasets/uploads/thread.ts'
import type { DatasetId } from '#shared/contract/base.ts'
import { makeTestCore, testFolder, testResources } from '../../support/core.ts'
import { importBytes, lastOf, previewBytes, upload } from '../../support/uploads.ts'

const csv = 'q,a\nCapital of France?,Paris\nCapital of Spain?,Madrid\n'

test('an upload gives the very version that the same text gives', async () => {
  const { client } = await makeTestCore()
  const made = await importBytes(client, 'x.csv', csv)
  const again = await client.dataset.import({ name: 'x', fileName: 'x.csv', text: csv })
  expect(again).toEqual(made)
  expect(made).toMatchObject({ version: 1, caseCount: 2, inputNames: ['q', 'a'] })
})

test('a preview tells format, encoding, columns and problems and stores nothing', async () => {
  const { client } = await makeTestCore()
  const preview = await previewBytes(client, 'x.csv', `${csv}short\n`)
  expect(preview).toMatchObject({
    format: 'csv',
    encoding: 'utf-8',
    columns: ['q', 'a'],
    rowCount: 2,
    problemCount: 1,
    problems: [{ row: 4, column: 'a' }],
  })
  expect((await client.dataset.list()).items).toEqual([])
})

test('a refused import leaves nothing behind, and the file can be tried again', async () => {
  const { client, database } = await makeTestCore()
  const rows = Array.from({ length: 3000 }, (_, index) => `q${index},${'a'.repeat(200)}`)
  const id = await upload(client, 'x.csv', `q,a\n${rows.join('\n')}\nshort\n`)
  const refused = lastOf(await client.dataset.importUpload({ upload: id, name: 'x' }))
  await expect(refused).rejects.toMatchObject({
    code: 'malformed_file',
    data: { where: { file: 'x.csv', row: 3002, field: 'a' } },
  })
  const count = (table: string) =>
    database.reader.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n
  expect([count('datasets'), count('cases'), count('staged_cases')]).toEqual([0, 0, 0])
  const preview = await lastOf(await client.dataset.previewUpload({ upload: id }))
  expect(preview).toMatchObject({ kind: 'preview', problemCount: 1 })
})

test('a reading that is stopped while cases come ends as cancelled', async () => {
  const path = join(testFolder(), 'x.csv')
  const rows = Array.from({ length: 9000 }, (_, index) => `q${index},${'a'.repeat(100)}`)
  writeFileSync(path, `q,a\n${rows.join('\n')}\n`)
  const controller = new AbortController()
  const batches: number[] = []
  const reading = readInThread(testResources.readerThread, task(path), {
    onProgress: () => {},
    onCases: (cases) => {
      batches.push(cases.length)
      controller.abort()
    },
    signal: controller.signal,
  })
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
  expect(batches).toEqual([500])
})

const task = (path: string) => ({
  path,
  fileName: 'x.csv',
  mapping: {},
  datasetId: '0190a000-0000-7000-8000-000000000000' as DatasetId,
  splitPlan: null,
  rules: null,
  handsOverCases: true,
})

test('pieces have to follow each other, and all have to be there', async () => {
  const { client } = await makeTestCore()
  const { upload: id } = await client.dataset.openUpload({ fileName: 'x.csv', byteLength: 10 })
  const base64 = Buffer.from('a,b\n').toString('base64')
  await client.dataset.upload({ upload: id, offset: 0, base64 })
  await expect(client.dataset.upload({ upload: id, offset: 0, base64 })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  const early = lastOf(await client.dataset.importUpload({ upload: id, name: 'x' }))
  await expect(early).rejects.toMatchObject({ message: expect.stringContaining('4 of 10 bytes') })
})

test('a piece that is sent again after half of it was written stands there once', async () => {
  const { client, environment } = await makeTestCore()
  const [first, rest] = [csv.slice(0, 20), csv.slice(20)]
  const send = (offset: number, text: string) =>
    client.dataset.upload({ upload: id, offset, base64: Buffer.from(text).toString('base64') })
  const { upload: id } = await client.dataset.openUpload({
    fileName: 'x.csv',
    byteLength: csv.length,
  })
  await send(0, first)
  // What a full disk leaves of the next piece.
  appendFileSync(join(environment.dataFolder, 'uploads', id), rest.slice(0, 7))
  await send(first.length, rest)
  const last = await lastOf(await client.dataset.importUpload({ upload: id, name: 'x' }))
  expect(last).toMatchObject({ dataset: { caseCount: 2, inputNames: ['q', 'a'] } })
})

test('a file that would take far more room than it has is refused as it is read', async () => {
  const { client } = await makeTestCore()
  const columns = Array.from({ length: 1000 }, (_, index) => `${'n'.repeat(80)}${index}`)
  const rows = `${','.repeat(999)}\n`.repeat(2000)
  const { problems, rowCount } = await previewBytes(client, 'x.csv', `${columns.join()}\n${rows}`)
  expect(problems).toMatchObject([
    { column: null, message: expect.stringMatching(/^The cases would take \d+ times the room/) },
  ])
  expect(rowCount).toBeLessThan(2000)
})
