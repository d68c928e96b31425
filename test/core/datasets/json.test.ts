import { describe, expect, test } from 'vitest'
import { findJsonError } from '#shared/domain/json/error.ts'
import { makeTestCore } from '../../support/core.ts'

async function importText(text: string, fileName: string) {
  const { client } = await makeTestCore()
  await client.dataset.import({ name: 'x', fileName, text })
  return client.dataset.listCases({ dataset: 'x' })
}

test('JSONL skips blank lines and takes rows with different fields', async () => {
  const { items } = await importText('\uFEFF{"a":1}\r\n\r\n{"b":[1,{"c":null}]}\r\n', 'x.jsonl')
  expect(items.map(({ inputs }) => inputs)).toEqual([{ a: 1 }, { b: [1, { c: null }] }])
})

test('a JSON file is a list of objects', async () => {
  const { items } = await importText('[{"a": true}, {"a": false}]', 'x.json')
  expect(items.map(({ inputs }) => inputs)).toEqual([{ a: true }, { a: false }])
})

test.each([
  ['{"a":1}\n{"a":2}', 'data'],
  ['[{"a":1},{"a":2}]', 'data.txt'],
  ['a\n1\n2', 'data.unknown'],
])('a file without a telling name is known by its beginning: %j', async (text, fileName) => {
  expect((await importText(text, fileName)).items).toHaveLength(2)
})

test('numbers stay as they were written: 1.0, long integers, exponents', async () => {
  const { client, database } = await makeTestCore()
  const line =
    '{"half":1.0,"long":12345678901234567890,"small":1e-7,"plain":3,"deep":{"list":[2.50]}}'
  await client.dataset.import({ name: 'x', fileName: 'x.jsonl', text: line })
  const stored = database.reader
    .prepare<{ inputs_json: string }>('SELECT inputs_json FROM cases')
    .get()
  expect(stored?.inputs_json).toBe(line)
})

describe('refusals', () => {
  test.each([
    ['a line that is no JSON', '{"a":1}\n{"a":x}\n', { row: 2 }, 'character 6'],
    ['a line that ends too early', '{"a":1}\n\n{"a":\n', { row: 3 }, 'ends too early'],
    ['a line that is no object', '{"a":1}\n[1,2]\n', { row: 2 }, 'object'],
    [
      'a field called __proto__',
      '{"__proto__":{"polluted":1}}\n',
      { row: 1, field: '__proto__' },
      'rename',
    ],
    ['one deep inside', '{"a":[{"__proto__":1}]}\n', { row: 1, field: 'a.0.__proto__' }, 'rename'],
  ])('%s', async (_, text, where, words) => {
    const { client } = await makeTestCore()
    const error = await client.dataset
      .import({ name: 'x', fileName: 'x.jsonl', text })
      .catch((refused) => refused)
    expect(error).toMatchObject({ code: 'malformed_file' })
    expect(error.data.where).toEqual({ file: 'x.jsonl', ...where })
    expect(error.message).toContain(words)
    expect((await client.dataset.list()).items).toEqual([])
  })

  test('a value nested deeper than a template could reach', async () => {
    const deep = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`
    await expect(importText(`{"a":1}\n${deep}`, 'x.jsonl')).rejects.toMatchObject({
      code: 'malformed_file',
      data: { where: { row: 2 } },
      message: expect.stringContaining('nested more than 200 levels'),
    })
  })

  test('a JSON file that is no list', async () => {
    await expect(importText('{"a": 1}', 'x.json')).rejects.toMatchObject({
      code: 'malformed_file',
      message: expect.stringContaining('list of objects'),
    })
  })

  test('a mistake in a JSON file is named by line and character', async () => {
    await expect(importText('[\n {"a": 1,}\n]', 'x.json')).rejects.toMatchObject({
      message: expect.stringContaining('line 2, character 10'),
    })
  })
})

describe('the place of a mistake in JSON', () => {
  test.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1 2]', 3],
    ['[1,]', 3],
    ['"abc', 0],
    ['"a\nb"', 0],
    ['{"a":tru}', 5],
    ['01', 1],
    ['{"a":1} x', 8],
    ['', 0],
    ['[[[', 3],
    ['{"a":"\\x"}', 5],
  ])('%j', (text, index) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(findJsonError(text)?.index).toBe(index)
  })

  test.each(['1', '"\\u00e9\\n"', ' [ ] ', '{"a":[{}, null, true, -1.5e+3]}', '{"":""}'])(
    'right text has none: %j',
    (text) => {
      JSON.parse(text)
      expect(findJsonError(text)).toBeNull()
    },
  )
})
