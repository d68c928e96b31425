import { Anchor, Badge, Code, Drawer, Group, List, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Run } from '#shared/contract/run/run.ts'
import { formatCost, formatDuration, formatMeasure } from '../../../ui/format.ts'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import { State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { resultDetail } from '../store.ts'
import { columnTitle } from '../words.ts'
import { Rating } from './Rating.tsx'

type Detail = Awaited<ReturnType<typeof import('../../../rpc/page.ts').rpc.run.getResult>>

interface ResultDrawerProps {
  run: Run
  result: number | null
  onClose: () => void
}

/** One cell: what went in, what the model read, what came out, what was checked. */
export function ResultDrawer({ run, result, onClose }: ResultDrawerProps) {
  const resource = resultDetail.use(result === null ? null : `${run.id} ${result}`)
  return (
    <Drawer
      opened={result !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title="Result"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {result !== null && (
        <State resource={resource}>{(detail) => <DetailView run={run} detail={detail} />}</State>
      )}
    </Drawer>
  )
}

const words = { passed: 'Passed', failed: 'Failed', error: 'Error' } as const

function DetailView({ run, detail }: { run: Run; detail: Detail }) {
  const column = run.columns.find((one) => one.key === detail.columnKey)
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <LinkBadge href={addressOf.case(run.datasetId, run.datasetVersion, detail.ordinal)}>
          Case {detail.ordinal}
        </LinkBadge>
        {column && (
          <LinkBadge href={addressOf.version(column.templateId, column.version)}>
            {columnTitle(column)}
          </LinkBadge>
        )}
        <Badge>{words[detail.status]}</Badge>
        <Badge>{formatDuration(detail.latencyMs)}</Badge>
        {detail.usage && (
          <Badge>
            {detail.usage.inputTokens} + {detail.usage.outputTokens} tokens
          </Badge>
        )}
        {detail.usage && (
          <Badge>{detail.cost === null ? 'Cost unknown' : formatCost(detail.cost)}</Badge>
        )}
        {detail.finishReason && <Badge>{detail.finishReason}</Badge>}
        {detail.isCached && <Badge>Kept answer</Badge>}
        {detail.otherRepeats.length > 0 && (
          <Badge>
            Repeat {detail.repeat + 1} of {detail.otherRepeats.length + 1}
          </Badge>
        )}
      </Group>
      {detail.error !== null && <Block title="Error">{detail.error}</Block>}
      {detail.output !== null && <Block title="Output">{detail.output}</Block>}
      {detail.expected !== null && <Block title="Expected">{print(detail.expected)}</Block>}
      {detail.outcomes.length > 0 && (
        <div>
          <Title order={3}>Assertions</Title>
          <List size="sm">
            {detail.outcomes.map((outcome) => (
              <List.Item key={`${outcome.type} ${outcome.reason}`}>
                {outcome.isPassed ? '✓' : '✗'} {outcome.type} ({formatMeasure(outcome.score)}):{' '}
                {outcome.reason}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      <Rating run={run} result={detail.id} judgements={detail.judgements} />
      {detail.violations.length > 0 && (
        <div>
          <Title order={3}>Guardrails</Title>
          <List size="sm">
            {detail.violations.map((violation) => (
              <List.Item key={`${violation.guardrailName} ${violation.start} ${violation.message}`}>
                <Anchor
                  size="sm"
                  underline="always"
                  href={addressOf.guardrail(violation.guardrailId)}
                >
                  {violation.guardrailName}
                </Anchor>{' '}
                ({violation.action}): {violation.message}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      <Rendered rendered={detail.rendered} />
      <Block title="Inputs">{print(detail.inputs)}</Block>
    </Stack>
  )
}

function Rendered({ rendered }: { rendered: Detail['rendered'] }) {
  if (rendered === null) return null
  if (rendered.kind === 'text') return <Block title="Rendered">{rendered.text}</Block>
  return rendered.messages.map((message, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered messages have no identity but their place
    <Block key={place} title={`Rendered: ${message.role}`}>
      {message.content}
    </Block>
  ))
}

const print = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2)

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3}>{title}</Title>
      <Code block style={{ whiteSpace: 'pre-wrap' }}>
        <Text component="span" inherit>
          {children}
        </Text>
      </Code>
    </div>
  )
}
