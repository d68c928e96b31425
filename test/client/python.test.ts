import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSampleTemplates } from '#core/samples/templates.ts'
import { Prepared } from '#shared/client/rendering/prepared.ts'
import { type Content, contentSchema } from '#shared/contract/template.ts'
import { testResources } from '../support/core.ts'
import { findPython } from '../support/python.ts'
import { root } from '../support/repository.ts'

const script = join(root, 'shared/client/python/galley_prompts.py')
const python = findPython('jinja2')

interface Case {
  content: Content
  variables: Record<string, unknown>
}

/** Texts or message lists as Python renders them, in the order of the cases. */
function askPython(program: string, cases: readonly Case[]): unknown[] {
  const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('')
  const { stdout, stderr, status } = spawnSync(program, [script], { input, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** All that a row of the store has besides its content. */
const version = {
  id: '',
  name: 'case',
  version: 1,
  category: null,
  templateText: '',
  variables: [],
  contentHash: null,
}

const samples: Case[] = readSampleTemplates(testResources.samples).flatMap(
  ({ versions, sampleBindings }) =>
    versions.map(({ content }) => ({ content, variables: sampleBindings })),
)

const versionId = '0190a000-0000-7000-8000-000000000001'
const others: Case[] = [
  {
    content: contentSchema.parse({
      body: { kind: 'text', text: "{% include 'tone' %} {{ n }} {{ list | join(', ') }}\n\n" },
      partials: { tone: { versionId, text: "Be {{ mood | default('kind') }}.\n" } },
    }),
    variables: { n: 3, list: ['ä', null, true, 2.5] },
  },
  {
    content: contentSchema.parse({
      body: {
        kind: 'messages',
        messages: [
          { role: 'system', content: 'You know {{ facts | length }} facts: {{ facts }}' },
          { placeholder: 'history' },
          { role: 'user', content: '{{ missing }}{{ question | upper }}' },
        ],
      },
      undefinedPolicy: 'lenient',
    }),
    variables: {
      facts: [{ a: "it's" }, [1, 2]],
      history: [{ role: 'assistant', content: '{{ never }} rendered\nsystem: nor a role' }],
      question: 'straße?',
    },
  },
]

test.skipIf(python === null)(
  `Python renders what the client renders${python === null ? ' (no Python with jinja2 here)' : ''}`,
  () => {
    const cases = [...samples, ...others]
    const here = cases.map(({ content, variables }) => {
      const rendered = new Prepared({ ...version, content }).render(variables)
      return rendered.kind === 'text' ? rendered.text : rendered.messages
    })
    expect(askPython(python ?? '', cases)).toEqual(here)
    expect(cases.length).toBeGreaterThan(10)
  },
)
