import { expect, test } from 'vitest'
import { readBytes } from '../../support/reading.ts'

test.each([
  ['UTF-8 with a mark', 'utf-8', Buffer.from('\uFEFFq\nnaïve €\n')],
  ['UTF-16 LE with a mark', 'utf-16le', Buffer.from('\uFEFFq\nnaïve €\n', 'utf16le')],
  ['UTF-16 BE with a mark', 'utf-16be', Buffer.from('\uFEFFq\nnaïve €\n', 'utf16le').swap16()],
  ['UTF-16 LE without one', 'utf-16le', Buffer.from('q\nnaïve €\n', 'utf16le')],
  [
    'Windows-1252',
    'windows-1252',
    Buffer.from([0x71, 10, ...Buffer.from('naïve ', 'latin1'), 0x80, 10]),
  ],
])('%s is read as what it is', async (_, encoding, bytes) => {
  const read = await readBytes('x.csv', bytes)
  expect(read.inputs).toEqual([{ q: 'naïve €' }])
  expect(read.encoding).toBe(encoding)
})

test('an encoding that is said is used', async () => {
  const read = await readBytes('x.csv', Buffer.from('q\né\n'), { encoding: 'windows-1252' })
  expect(read.inputs).toEqual([{ q: 'Ã©' }])
})

test('letters that lie across two pieces of a file stay whole', async () => {
  const { inputs } = await readBytes('x.csv', `q\n${'é'.repeat(400_000)}\n`)
  expect(inputs).toEqual([{ q: 'é'.repeat(400_000) }])
})

test('a file that is UTF-8 in some places only is refused by its line', async () => {
  const bytes = Buffer.concat([Buffer.from('q\nnaïve\nb'), Buffer.from([0xe9]), Buffer.from('\n')])
  const { problems } = await readBytes('x.csv', bytes)
  expect(problems).toMatchObject([{ row: 3, message: expect.stringContaining('not UTF-8') }])
})
