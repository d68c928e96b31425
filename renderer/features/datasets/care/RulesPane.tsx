import { Button, Group, JsonInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import {
  type Dataset,
  type DatasetRules,
  datasetRulesSchema,
} from '#shared/contract/dataset/dataset.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { RowProblems } from '../import/RowProblems.tsx'

type Problems = Awaited<ReturnType<typeof rpc.dataset.checkRules>>

const print = (schema: unknown) => (schema === undefined ? '' : JSON.stringify(schema, null, 2))

/** The rules that two texts of JSON make; a sentence where one is none. */
function read(inputs: string, expected: string): DatasetRules | string {
  try {
    const parsed = datasetRulesSchema.safeParse({
      ...(inputs.trim() === '' ? {} : { inputs: JSON.parse(inputs) }),
      ...(expected.trim() === '' ? {} : { expected: JSON.parse(expected) }),
    })
    return parsed.success ? parsed.data : 'A schema is one JSON object.'
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : ''}`
  }
}

/** JSON Schemas that every further version has to meet: tried first, then put in force. */
export function RulesPane({ dataset }: { dataset: Dataset }) {
  const [inputs, setInputs] = useState(print(dataset.schema?.inputs))
  const [expected, setExpected] = useState(print(dataset.schema?.expected))
  const [checked, setChecked] = useState<Problems | null>(null)
  const [error, setError] = useState<unknown>(null)
  const rules = read(inputs, expected)
  const hasRules = dataset.schema !== null
  const isEmpty = typeof rules !== 'string' && Object.keys(rules).length === 0
  const guarded = async (work: (given: DatasetRules) => Promise<void>) => {
    if (typeof rules === 'string') return
    setError(null)
    try {
      await work(rules)
    } catch (failure) {
      setError(failure)
    }
  }
  const check = () =>
    guarded(async (given) =>
      setChecked(await rpc.dataset.checkRules({ dataset: dataset.id, rules: given })),
    )
  const save = () =>
    guarded(async (given) => {
      await rpc.dataset.setRules({ dataset: dataset.id, rules: isEmpty ? null : given })
      tell(
        isEmpty ? 'The dataset has no schema any more.' : 'Every further version has to meet it.',
      )
    })
  const field = { autosize: true, minRows: 6, maxRows: 24, formatOnBlur: true, spellCheck: false }
  return (
    <Section
      title="Schema"
      hint="JSON Schema (2020-12). Imports, edits and added cases that do not meet it are refused, row by row."
    >
      <Stack gap="sm">
        <JsonInput
          {...field}
          label="Inputs of a case, as one object"
          placeholder='{"required": ["question"], "properties": {"question": {"type": "string", "minLength": 1}}}'
          value={inputs}
          onChange={setInputs}
        />
        <JsonInput
          {...field}
          label="Expected value"
          placeholder='{"type": "string"}'
          value={expected}
          onChange={setExpected}
        />
        {typeof rules === 'string' && (
          <Text size="sm" c="var(--galley-bad)" role="alert">
            {rules}
          </Text>
        )}
        {error !== null && <ErrorNotice error={error} />}
        <Group>
          <Button variant="default" disabled={typeof rules === 'string'} onClick={check}>
            Check the cases
          </Button>
          <Button disabled={typeof rules === 'string' || (isEmpty && !hasRules)} onClick={save}>
            {isEmpty && hasRules ? 'Take it out of force' : 'Put in force'}
          </Button>
        </Group>
        {checked?.problemCount === 0 && (
          <Text size="sm" role="status">
            All cases of version {dataset.version} meet it.
          </Text>
        )}
        {checked !== null && checked.problemCount > 0 && (
          <RowProblems
            problems={checked.problems}
            title={`${checked.problemCount} problems in the cases of version ${dataset.version}.`}
          />
        )}
      </Stack>
    </Section>
  )
}
