import { expect, test } from 'vitest'
import { placeOfPath } from '#shared/domain/json/place.ts'
import { readTools, toolNameComplaint } from '#shared/domain/tools/read.ts'

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const weather = { name: 'weather', description: 'Weather of a city.', parameters }

test('one tool in every form that providers document', () => {
  const { name, description } = weather
  const forms = [
    weather,
    { type: 'function', function: weather },
    { type: 'function', ...weather },
    { name, description, input_schema: parameters },
  ]
  for (const form of forms) expect(readTools([form])).toEqual({ kind: 'read', tools: [weather] })
  expect(readTools([{ name: 'now' }])).toEqual({
    kind: 'read',
    tools: [{ name: 'now', description: '', parameters: {} }],
  })
  expect(readTools([])).toEqual({ kind: 'read', tools: [] })
})

test.each([
  ['not a list', { weather }, [], /list/],
  ['not an object', ['weather'], ['0'], /object/],
  ['no name', [{ description: 'x' }], ['0', 'name'], /missing/],
  ['a name with a space', [{ name: 'the weather' }], ['0', 'name'], /letters/],
  ['two of one name', [weather, { name: 'weather' }], ['1', 'name'], /already/],
  ['a member nobody keeps', [{ ...weather, strict: true }], ['0', 'strict'], /not kept/],
  ['arguments as a list', [{ name: 'f', parameters: [] }], ['0', 'parameters'], /Schema/],
  [
    'another type',
    [{ name: 'f', parameters: { type: 'string' } }],
    ['0', 'parameters', 'type'],
    /"object"/,
  ],
  [
    'a misspelt type deep inside',
    [
      {
        type: 'function',
        function: { name: 'f', parameters: { properties: { a: { type: 'text' } } } },
      },
    ],
    ['0', 'function', 'parameters', 'properties', 'a', 'type'],
    /"text" is no type/,
  ],
])('%s is told where it stands', (_, value, path, message) => {
  const read = readTools(value)
  const problems = read.kind === 'refused' ? read.problems : []
  expect(problems).toMatchObject([{ path, message: expect.stringMatching(message) }])
})

test('the place in the text is that of the value', () => {
  const text = JSON.stringify([weather, { name: 'a b' }])
  const { from, to } = placeOfPath(text, ['1', 'name'])
  expect(text.slice(from, to)).toBe('"a b"')
})

test('a name is complained about before it is taken', () => {
  expect(toolNameComplaint('find_city', new Set())).toBeNull()
  expect(toolNameComplaint('', new Set())).toMatch(/letters/)
  expect(toolNameComplaint('f', new Set(['f']))).toMatch(/of this name/)
})
