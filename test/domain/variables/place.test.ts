import { expect, test } from 'vitest'
import { placeOfPath } from '#shared/domain/json/place.ts'

const text = `{ "name": "na\\"me", "list": [1, {"name": null}, [] ],
  "deep": {"name": {"name": true}}, "empty": {}, "name": -2.5 }`

const at = (...path: string[]) => {
  const { from, to } = placeOfPath(text, path)
  return text.slice(from, to)
}

test('a path leads to its value in the text', () => {
  expect(at()).toBe(text)
  expect(at('list')).toBe('[1, {"name": null}, [] ]')
  expect(at('list', '0')).toBe('1')
  expect(at('list', '1', 'name')).toBe('null')
  expect(at('list', '2')).toBe('[]')
  expect(at('deep', 'name', 'name')).toBe('true')
  expect(at('empty')).toBe('{}')
})

test('the last of two members of one name counts, as for JSON.parse', () => {
  expect(at('name')).toBe('-2.5')
  expect(JSON.parse(text).name).toBe(-2.5)
})

test('a path to nothing leads to what is nearest around it', () => {
  expect(at('deep', 'nowhere')).toBe('{"name": {"name": true}}')
  expect(at('list', '7', 'name')).toBe('[1, {"name": null}, [] ]')
})
