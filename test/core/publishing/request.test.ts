import { expect, test } from 'vitest'
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
