import { expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

const insert = 'INSERT INTO settings (key, value) VALUES (?, ?)'
const count = 'SELECT count(*) AS value FROM settings'

test('a transaction that throws leaves nothing behind', async () => {
  const { database } = await makeTestCore()
  const { reader, writer } = database
  const half = () =>
    writer.transaction((transaction) => {
      transaction.prepare(insert).run('a', '1')
      throw new Error('in the middle')
    })
  expect(half).toThrow('in the middle')
  expect(reader.prepare<{ value: number }>(count).get()?.value).toBe(0)
})

test('a transaction inside another is part of it', async () => {
  const { database } = await makeTestCore()
  const { reader, writer } = database
  const half = () =>
    writer.transaction(() => {
      writer.transaction((inner) => inner.prepare(insert).run('a', '1'))
      throw new Error('after the inner one')
    })
  expect(half).toThrow('after the inner one')
  expect(reader.prepare<{ value: number }>(count).get()?.value).toBe(0)
})

test('inside a transaction the reader sees what was just written, outside what is committed', async () => {
  const { database } = await makeTestCore()
  const { reader, writer } = database
  const inside = writer.transaction((transaction) => {
    transaction.prepare(insert).run('a', '1')
    return reader.prepare<{ value: number }>(count).get()?.value
  })
  expect(inside).toBe(1)
  expect(reader.prepare<{ value: number }>(count).get()?.value).toBe(1)
})

test('the reader cannot write, whatever SQL it is given', async () => {
  const { database } = await makeTestCore()
  const sneak = database.reader.prepare(`${insert} RETURNING key`)
  expect(() => sneak.get('a', '1')).toThrow(/readonly/)
})

test('a transaction need not wait for the disk, and the next one does again', async () => {
  const { database } = await makeTestCore()
  const synchronous = (survives: 'machine' | 'process') =>
    database.writer.transaction(
      (transaction) => transaction.prepare<{ synchronous: number }>('PRAGMA synchronous').get(),
      { survives },
    )?.synchronous
  const [full, normal] = [2, 1]
  expect(synchronous('process')).toBe(normal)
  expect(synchronous('machine')).toBe(full)
})
