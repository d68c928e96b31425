import {
  Button,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  SimpleGrid,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { useState } from 'react'
import { rpc } from '../../rpc/page.ts'
import { tell, tellFailure } from '../../ui/ask.tsx'
import type { RuleFieldsProps } from './form.ts'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Where a moderation service is, how long it is waited for, and what counts of its answer. */
export function ModelFields({ rule, onChange }: RuleFieldsProps) {
  const set = (key: string) => (value: unknown) => onChange({ ...rule, [key]: value })
  return (
    <>
      <Select
        label="Format"
        data={['openai', 'perspective', 'generic']}
        value={text(rule.format)}
        onChange={set('format')}
        allowDeselect={false}
      />
      <TextInput
        label="Address"
        description="Texts are sent there whenever this guardrail is on."
        value={text(rule.url)}
        onChange={(event) => set('url')(event.currentTarget.value)}
      />
      <TextInput
        label="Name of the key in the secret store"
        description="The guardrail knows the name only; production services take the key from a variable of that name."
        value={text(rule.secret)}
        onChange={(event) => set('secret')(event.currentTarget.value)}
      />
      {text(rule.secret) !== '' && <KeyField name={text(rule.secret)} />}
      <TagsInput
        label="Categories"
        description="None means all."
        value={Array.isArray(rule.categories) ? rule.categories.map(String) : []}
        onChange={set('categories')}
      />
      <SimpleGrid cols={3} spacing="sm">
        <NumberInput
          label="From a score of"
          min={0}
          max={1}
          step={0.05}
          value={Number(rule.threshold)}
          onChange={set('threshold')}
        />
        <NumberInput
          label="Waits, in ms"
          min={1}
          max={60_000}
          step={500}
          value={Number(rule.timeoutMs)}
          onChange={set('timeoutMs')}
        />
        <NumberInput
          label="Tries again"
          min={0}
          max={5}
          value={Number(rule.retries)}
          onChange={set('retries')}
        />
      </SimpleGrid>
    </>
  )
}

/** Puts the key itself into the secret store; nothing ever reads it back to a page. */
function KeyField({ name }: { name: string }) {
  const [value, setValue] = useState('')
  const keep = async () => {
    try {
      await rpc.guardrail.setSecret({ name, value })
      setValue('')
      tell(`The key “${name}” is in the secret store.`)
    } catch (error) {
      tellFailure(error)
    }
  }
  return (
    <Group gap="sm" align="flex-end" wrap="nowrap">
      <PasswordInput
        label={`Key “${name}”`}
        flex={1}
        value={value}
        autoComplete="off"
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Button variant="default" disabled={value === ''} onClick={() => void keep()}>
        Keep the key
      </Button>
    </Group>
  )
}
