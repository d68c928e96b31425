import { expect, test } from 'vitest'
import { contentSchema } from '#shared/contract/template.ts'
import { readTemplateFile, UnreadableTemplateFile } from '#shared/domain/template-files/read.ts'

test('a text is a template of one text, named as its file', () => {
  const file = readTemplateFile('prompts/welcome.j2', '---\nDear {{ name }}')
  expect(file).toMatchObject({
    name: 'welcome',
    content: { dialect: 'jinja2', body: { kind: 'text', text: '---\nDear {{ name }}' } },
  })
})

test('a Prompty file brings name, settings, inputs with samples, and its messages', () => {
  const file = readTemplateFile(
    'x.prompty',
    `---
name: Support
description: Answers customers
tags: [help]
model:
  api: chat
  parameters: { temperature: 0.2, max_tokens: 300 }
inputs:
  question: { type: string, description: What they ask, sample: Where is it? }
  limit: 3
sample:
  limit: 5
---
system:
You are kind.
User:

{{ question }} at most {{ limit }}
`,
  )
  expect(file).toMatchObject({
    name: 'Support',
    description: 'Answers customers',
    tags: ['help'],
    sampleBindings: { question: 'Where is it?', limit: 5 },
    content: {
      body: {
        kind: 'messages',
        messages: [
          { role: 'system', content: 'You are kind.' },
          { role: 'user', content: '{{ question }} at most {{ limit }}' },
        ],
      },
      variables: [
        { name: 'question', type: 'string', description: 'What they ask' },
        { name: 'limit', type: 'integer' },
      ],
      modelSettings: { temperature: 0.2, maxOutputTokens: 300 },
    },
  })
  expect(contentSchema.safeParse(file.content).success).toBe(true)
})

test('text before the first role line keeps the whole one text', () => {
  const { content } = readTemplateFile('notes.md', 'Roles\nuser:\nhi')
  expect(content.body).toEqual({ kind: 'text', text: 'Roles\nuser:\nhi' })
})

test('a front matter that is no YAML is refused with its line', () => {
  const read = () => readTemplateFile('x.prompty', '---\nname: a\nmodel: [1\n---\nhi')
  expect(read).toThrow(UnreadableTemplateFile)
  expect(read).toThrow(/x\.prompty, line \d+/)
})
