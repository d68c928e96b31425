import { stringify } from 'yaml'
import type { Case } from '#shared/contract/dataset/dataset.ts'
import type { NotTaken } from '#shared/contract/promptfoo.ts'
import type { Assertion, Run } from '#shared/contract/run/run.ts'
import type { Content } from '#shared/contract/template.ts'

const schemaLine = '# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json\n'

/** promptfoo's names for assertions that are called otherwise here; undefined: it has none. */
function toPromptfoo({
  isNegated,
  ...rest
}: Assertion & { isNegated?: boolean; weight?: number }): object | null {
  const { type } = rest
  if (type === 'assert-set') {
    const { assertions, ...set } = rest
    return { ...set, assert: assertions.map(toPromptfoo).filter((one) => one !== null) }
  }
  // promptfoo has no assertion that compares numbers.
  if (type === 'number') return null
  const { weight, ...fields } = rest
  return {
    ...fields,
    type: isNegated ? `not-${type}` : type,
    ...(weight === undefined || weight === 1 ? {} : { weight }),
  }
}

/** The definition of a run as a promptfoo configuration, and what it cannot say. */
export function writeConfig(
  run: Run,
  contents: readonly { label: string; content: Content }[],
  cases: readonly Case[],
): { text: string; notTaken: NotTaken[] } {
  const notTaken: NotTaken[] = []
  const leave = (path: string, reason: string) => notTaken.push({ path, line: null, reason })
  const assertionsOf = (list: readonly Assertion[], path: string) =>
    list.flatMap((one, index) => {
      const made = toPromptfoo(one)
      if (made === null) leave(`${path}.${index}`, `promptfoo has no assertion "${one.type}".`)
      return made === null ? [] : [made]
    })
  for (const { label, content } of contents) {
    if (content.dialect === 'jinja2') {
      leave(`prompts.${label}`, 'A Jinja2 template: nunjucks prints some of it otherwise.')
    }
  }
  const asserts = assertionsOf(run.assertions, 'defaultTest.assert')
  const config = {
    description: `${run.datasetName} version ${run.datasetVersion}, run ${run.id}`,
    prompts: contents.map(({ label, content }) => ({ label, raw: rawOf(content) })),
    providers: [...new Set(run.columns.map(({ model }) => providerOf(model, leave)))],
    ...(asserts.length === 0 && run.threshold === null
      ? {}
      : {
          defaultTest: {
            ...(asserts.length === 0 ? {} : { assert: asserts }),
            ...thresholdOf(run.threshold),
          },
        }),
    tests: cases.map((one, index) =>
      testOf(one, (list) => assertionsOf(list, `tests.${index}.assert`)),
    ),
    ...(run.repeats > 1 || !run.usesCache
      ? { evaluateOptions: { repeat: run.repeats, cache: run.usesCache } }
      : {}),
  }
  return { text: `${schemaLine}${stringify(config, { lineWidth: 100 })}`, notTaken }
}

const thresholdOf = (threshold: number | null) => (threshold === null ? {} : { threshold })

const rawOf = ({ body }: Content): string =>
  body.kind === 'text' ? body.text : JSON.stringify(body.messages, null, 2)

function providerOf(model: string, leave: (path: string, reason: string) => void): string {
  const provider = /^provider:([^/]+)\/(.+)$/s.exec(model)
  if (provider) return `${provider[1]}:${provider[2]}`
  if (model !== 'echo')
    leave('providers', `${model}: recorded answers are in the tests as providerOutput.`)
  return 'echo'
}

function optionsOf(checks: Case['checks']): object {
  const { prefix, suffix } = checks ?? {}
  const options = {
    ...(prefix === undefined ? {} : { prefix }),
    ...(suffix === undefined ? {} : { suffix }),
  }
  return Object.keys(options).length === 0 ? {} : { options }
}

function testOf(
  { inputs, expected, metadata, checks, tags }: Case,
  assertionsOf: (list: readonly Assertion[]) => object[],
): object {
  const facts = {
    ...metadata,
    ...(tags.length > 0 ? { tags } : {}),
    ...(expected === null ? {} : { expected }),
  }
  const assert = assertionsOf(checks?.assertions ?? [])
  return {
    ...(checks?.description ? { description: checks.description } : {}),
    vars: inputs,
    ...(assert.length > 0 ? { assert } : {}),
    ...optionsOf(checks),
    ...thresholdOf(checks?.threshold ?? null),
    ...(Object.keys(facts).length > 0 ? { metadata: facts } : {}),
  }
}
