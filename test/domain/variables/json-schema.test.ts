import { describe, expect, test } from 'vitest'
import { compileFitting } from '#shared/domain/json/fitting.ts'
import {
  type DeclaredVariable,
  readInputSchema,
  toInputSchema,
  toProperty,
} from '#shared/domain/variables/json-schema.ts'
import { sampleOfSchema } from '#shared/domain/variables/sample.ts'

const plain = { required: true, description: '' }

const variables: DeclaredVariable[] = [
  { ...plain, name: 'question', type: 'string' },
  { ...plain, name: 'tone', type: 'string', schema: { enum: ['dry', 'warm'], default: 'dry' } },
  { name: 'anything', type: 'any', required: false, description: 'As it comes' },
  { ...plain, name: 'maybe', type: 'any', schema: { type: ['string', 'null'] } },
  { ...plain, name: 'constructor', type: 'integer', example: 0, schema: { minimum: 0 } },
  { ...plain, name: 'several', type: 'number', schema: { examples: [1, 2] } },
  {
    ...plain,
    name: 'user',
    type: 'object',
    example: { name: 'Ada' },
    schema: {
      properties: { name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
      required: ['name'],
    },
  },
]

const readBack = (schema: unknown) => {
  const read = readInputSchema(schema)
  return read.kind === 'read' ? read.variables : read.problems
}

test('declarations survive the way to JSON Schema and back', () => {
  expect(readBack(JSON.parse(JSON.stringify(toInputSchema(variables))))).toEqual(variables)
  expect(readBack(toInputSchema([]))).toEqual([])
})

test('the schema of inputs is one that a validator takes', () => {
  const fits = compileFitting(toInputSchema(variables))
  const good = {
    question: 'Why?',
    tone: 'warm',
    maybe: null,
    constructor: 3,
    several: 1.5,
    user: { name: 'Ada', tags: ['x'] },
  }
  expect(fits(good)).toEqual([])
  expect(fits({ ...good, tone: 'loud' })).toMatchObject([{ path: 'tone' }])
  expect(fits({ ...good, user: { name: 'Ada', tags: [1] } })).toMatchObject([
    { path: 'user.tags.0' },
  ])
})

describe('what a schema of inputs cannot say is refused where it stands', () => {
  const inputs = (properties: object, more: object = {}) => ({
    type: 'object',
    properties,
    ...more,
  })
  test.each([
    ['a list', [], [[]]],
    ['another type', { type: 'array' }, [['type']]],
    [
      'a keyword that would be lost',
      inputs({}, { additionalProperties: false }),
      [['additionalProperties']],
    ],
    ['no name of a variable', inputs({ 'a b': {} }), [['properties', 'a b']]],
    ['required and not there', inputs({ a: {} }, { required: ['b'] }), [['required']]],
    ['no type', inputs({ a: { type: 'text' } }), [['properties', 'a', 'type']]],
    [
      'deep inside',
      inputs({ a: { items: { properties: { b: 3 } } } }),
      [['properties', 'a', 'items', 'properties', 'b']],
    ],
    ['a count below nothing', inputs({ a: { minLength: -1 } }), [['properties', 'a', 'minLength']]],
    ['no pattern', inputs({ a: { pattern: '(' } }), [['properties', 'a', 'pattern']]],
    ['no list of values', inputs({ a: { enum: 'x' } }), [['properties', 'a', 'enum']]],
    [
      'a branch',
      inputs({ a: { anyOf: [{}, { type: 'x' }] } }),
      [['properties', 'a', 'anyOf', '1', 'type']],
    ],
  ])('%s', (_, schema, paths) => {
    const read = readInputSchema(schema)
    expect(read.kind === 'refused' && read.problems.map(({ path }) => path)).toEqual(paths)
  })
})

test('a schema shows a value for completion', () => {
  const [, tone, , , , several, user] = variables.map((one) => sampleOfSchema(toProperty(one)))
  // What the sample leaves out is completed from the schema: a list whose items have no sample.
  expect([tone, several, user]).toEqual(['dry', 1, { name: 'Ada', tags: [undefined] }])
  const items = { items: { properties: { id: { default: 7 } } } }
  expect(sampleOfSchema(items)).toEqual([{ id: 7 }])
  expect(sampleOfSchema({ type: 'string' })).toBeUndefined()
})
