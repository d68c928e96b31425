import { describe, expect, it } from 'vitest'
import { fieldsOf, readField } from '#shared/domain/assertions/fields.ts'
import { assertionSchema, assertionTypes } from '#shared/domain/assertions/schema.ts'

const samples = {
  line: 'https://example.org/',
  prose: '1 + 1 == 2',
  lines: 'one\ntwo',
  number: '0.5',
  json: '{"min": 1}',
  anything: '{"a": 1}',
}

describe('the fields of an assertion, from its schema', () => {
  it.each(assertionTypes.filter((type) => type !== 'assert-set'))(
    '%s is made of what is written into them',
    (type) => {
      const written = fieldsOf(type).map((field) => [
        field.name,
        readField(field, samples[field.kind]),
      ])
      const made = assertionSchema.parse({ type, ...Object.fromEntries(written) })
      expect(made).toMatchObject(Object.fromEntries(written))
    },
  )

  it('says what is required and what is taken else', () => {
    expect(fieldsOf('levenshtein')).toEqual([
      { name: 'value', kind: 'line', isRequired: false, initial: null },
      { name: 'threshold', kind: 'number', isRequired: false, initial: '5' },
    ])
    expect(fieldsOf('webhook')[0]).toMatchObject({ kind: 'line', isRequired: true })
  })

  it('takes nothing for nothing, a text that begins like JSON only as JSON', () => {
    const [equals, words] = [fieldsOf('equals')[0], fieldsOf('contains-all')[0]]
    if (!equals || !words) throw new Error('both have a value')
    expect(readField(equals, ' ')).toBeUndefined()
    expect(readField(equals, ' plain')).toBe(' plain')
    expect(() => readField(equals, '{"a": ')).toThrow(SyntaxError)
    expect(readField(words, 'a\n\n b')).toEqual(['a', ' b'])
  })
})
