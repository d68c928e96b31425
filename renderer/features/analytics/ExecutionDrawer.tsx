import { Anchor, Code, Drawer, Group, Stack, Table, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Execution } from '#shared/contract/execution.ts'
import { formatCost, formatCount, formatDuration, formatInstant } from '../../ui/format.ts'
import { LinkBadge } from '../../ui/LinkBadge.tsx'
import { addressOf, listsOfTemplate } from '../../ui/shell/addresses.ts'
import { KeepAsCase } from './KeepAsCase.tsx'

interface ExecutionDrawerProps {
  value: Execution | null
  /** The store that it is recorded in. */
  remote: string
  onClose: () => void
}

/** Everything that was recorded of one execution. */
export function ExecutionDrawer({ value, remote, onClose }: ExecutionDrawerProps) {
  return (
    <Drawer
      opened={value !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title="Execution"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {value !== null && <Recorded value={value} remote={remote} />}
    </Drawer>
  )
}

function Recorded({ value, remote }: { value: Execution; remote: string }) {
  const version = value.templateVersion === null ? '' : ` v${value.templateVersion}`
  const facts: [string, ReactNode][] = [
    ['Id', value.id],
    [
      'Template',
      <Anchor
        key="template"
        size="sm"
        href={addressOf.published(value.templateName, value.templateVersion, remote)}
      >
        {value.templateName}
        {version}
      </Anchor>,
    ],
    ['When', formatInstant(value.executedAt)],
    ['Status', value.status],
    ['Time', formatDuration(value.responseTimeMs)],
    ['Tokens', value.tokenCount === null ? null : formatCount(value.tokenCount)],
    ['Cost', value.costUsd === null ? null : formatCost(value.costUsd)],
    [
      'Arm',
      value.arm && (
        <Anchor key="arm" size="sm" href={listsOfTemplate.experiments(value.templateName)}>
          {value.arm}
        </Anchor>
      ),
    ],
    ['User', value.userId],
    ['Request', value.requestId],
    ['Environment', value.environment],
    ['Guardrails', value.guardrailAction],
    ['Model', value.model],
    ['Session', value.sessionId],
    ['Violations', String(value.violationCount)],
    ['Error', value.errorMessage],
  ]
  return (
    <Stack gap="sm">
      <KeepAsCase execution={value} remote={remote} />
      <Table aria-label="Facts of the execution">
        <Table.Tbody>
          {facts.map(([label, fact]) =>
            fact === null ? null : (
              <Table.Tr key={label}>
                <Table.Th w={110}>{label}</Table.Th>
                <Table.Td>{fact}</Table.Td>
              </Table.Tr>
            ),
          )}
        </Table.Tbody>
      </Table>
      <div>
        <Title order={3}>Variables</Title>
        <Code block>{JSON.stringify(value.inputVariables, null, 2)}</Code>
      </div>
      {value.renderedPrompt !== null && (
        <div>
          <Title order={3}>Rendered prompt</Title>
          <Code block style={{ whiteSpace: 'pre-wrap' }}>
            {value.renderedPrompt}
          </Code>
        </div>
      )}
      {value.responseText !== null && (
        <div>
          <Title order={3}>Response</Title>
          <Code block style={{ whiteSpace: 'pre-wrap' }}>
            {value.responseText}
          </Code>
        </div>
      )}
      {value.violationCount > 0 && (
        <div>
          <Title order={3}>Violations</Title>
          <Group gap={6} my={4}>
            {guardrailsOf(value.violations).map((name) => (
              <LinkBadge key={name} href={addressOf.guardrailNamed(name)}>
                {name}
              </LinkBadge>
            ))}
          </Group>
          <Code block>{JSON.stringify(value.violations, null, 2)}</Code>
        </div>
      )}
    </Stack>
  )
}

/** The guardrails that a service recorded as violated, each once. */
function guardrailsOf(violations: unknown): string[] {
  if (!Array.isArray(violations)) return []
  const names = violations.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'guardrail_name' in one ? [one.guardrail_name] : [],
  )
  return [...new Set(names.filter((name) => typeof name === 'string'))]
}
