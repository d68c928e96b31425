import { expect, test } from 'vitest'
import { addressOf } from '#core/publishing/remotes/addresses.ts'
import { refuseUnservable } from '#core/publishing/request.ts'
import { contentSchema } from '#shared/contract/template.ts'

const content = (text: string, dialect: 'jinja2' | 'nunjucks' = 'jinja2') =>
  contentSchema.parse({ body: { kind: 'text', text }, dialect })

test.each([
  ['a NUL character', content('a\u0000b'), 'holds a NUL character'],
  ['half of a surrogate pair', content('a\ud83db'), 'half of a surrogate pair'],
  ['another dialect', content('a', 'nunjucks'), 'production renders jinja2 only'],
])('%s is refused before anything is sent', (_what, given, sentence) => {
  expect(() => refuseUnservable('greeting', given)).toThrow(sentence)
})

test('a text that only speaks of escapes is published', () => {
  expect(() => refuseUnservable('greeting', content('\\u0000 and 😀'))).not.toThrow()
})

test.each([
  ['postgres://u:p@db.example/prompts', 'db.example:5432/prompts'],
  ['postgresql://db.example:6000', 'db.example:6000/postgres'],
  [
    'postgres://u:p@safe.example/prompts?host=other.example&port=6000',
    'other.example:6000/prompts',
  ],
  ['postgres:///prompts?host=/run/postgresql', '/run/postgresql:5432/prompts'],
])('the address of %s is the one that is connected to', (connectionString, address) => {
  expect(addressOf(connectionString)).toBe(address)
})

test.each([
  'db.example/prompts',
  'mysql://u:p@db.example/prompts',
  'postgres:///prompts',
  'postgres://u:p%zz@db.example/prompts',
  'postgres://u:p@db.example/%zz',
])('%s is refused without being repeated', (connectionString) => {
  const refused = expect.objectContaining({
    code: 'invalid_input',
    message: 'That is not the address of a Postgres database.',
    problem: expect.objectContaining({ where: { field: 'connectionString' } }),
  })
  expect(() => addressOf(connectionString)).toThrow(refused)
})
