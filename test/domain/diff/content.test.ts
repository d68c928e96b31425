import { expect, test } from 'vitest'
import { type ComparableContent, diffContent } from '#shared/domain/diff/content.ts'

type Messages = Extract<ComparableContent['body'], { kind: 'messages' }>['messages']

const content = (messages: Messages, rest: Partial<ComparableContent> = {}): ComparableContent => ({
  body: { kind: 'messages', messages },
  dialect: 'jinja2',
  undefinedPolicy: 'strict',
  variables: [],
  modelSettings: {},
  ...rest,
})

/** The changed lines only, as `+ field: line` and `- field: line`. */
const changed = (from: ComparableContent, to: ComparableContent) =>
  diffContent(from, to)
    .filter(({ kind }) => kind !== 'same')
    .map(({ kind, field, line }) => `${kind === 'added' ? '+' : '-'} ${field}: ${line}`)

const user = (content: string) => ({ role: 'user', content })

test('the same content has no change', () => {
  const one = content([user('a\nb'), { placeholder: 'history' }])
  expect(changed(one, structuredClone(one))).toEqual([])
})

test('a message put in front does not change those behind it', () => {
  const before = content([user('question')])
  const after = content([{ role: 'system', content: 'Be kind.' }, user('question')])
  expect(changed(before, after)).toEqual([
    '+ message 1 (system): system:',
    '+ message 1 (system): Be kind.',
  ])
})

test('the same words in another role are a change', () => {
  const before = content([{ role: 'system', content: 'Hello' }])
  expect(changed(before, content([user('Hello')]))).toHaveLength(4)
})

test('two messages are not the same as one with both texts', () => {
  expect(changed(content([user('a'), user('b')]), content([user('a\nb')]))).not.toEqual([])
})

test('a placeholder is not the same as text that looks like it', () => {
  const before = content([{ placeholder: 'history' }])
  expect(changed(before, content([user('{messages: history}')]))).not.toEqual([])
})

test('settings and variables are compared one by one', () => {
  const before = content([], {
    modelSettings: { temperature: 0, seed: 1 },
    variables: [{ name: 'a' }, { name: 'b' }],
  })
  const after = content([], {
    undefinedPolicy: 'lenient',
    modelSettings: { temperature: 0.5, seed: 1, topP: undefined },
    variables: [{ name: 'a' }],
  })
  expect(changed(before, after).sort()).toEqual([
    '+ settings: temperature: 0.5',
    '+ settings: undefinedPolicy: "lenient"',
    '- settings: temperature: 0',
    '- settings: undefinedPolicy: "strict"',
    '- variables: b: {}',
  ])
})

test('text and messages can be compared', () => {
  const text: ComparableContent = { ...content([]), body: { kind: 'text', text: 'Hello' } }
  expect(changed(text, content([user('Hello')]))).toEqual([
    '- text: Hello',
    '+ message 1 (user): user:',
    '+ message 1 (user): Hello',
  ])
})
