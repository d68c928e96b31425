import { Badge, CopyButton, Group, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import type { Rendered } from '#shared/contract/render.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCount } from '../../../ui/format.ts'
import { LongText } from '../../../ui/LongText.tsx'
import { TokenCount } from '../tokens/TokenCount.tsx'
import { Findings } from './Findings.tsx'
import classes from './PreviewPane.module.css'
import { useOutcome } from './preview-context.tsx'
import type { Outcome } from './use-preview.ts'

/** What the model would read, with what the guardrails say of it. */
export function PreviewPane() {
  const outcome = useOutcome()
  const rendered = outcome.kind === 'success' ? outcome.rendered : null
  const checks = 'checks' in outcome ? outcome.checks : null
  return (
    <section className={classes.pane} aria-label="Preview">
      <Group className={classes.head} gap="sm">
        {rendered !== null && (
          <Text size="xs" c="dimmed">
            {formatCount(lengthOf(rendered))} characters
          </Text>
        )}
        {rendered !== null && <TokenCount rendered={rendered} />}
        {checks !== null && <ActionBadge action={checks.action} />}
        {rendered !== null && <Copy rendered={rendered} />}
      </Group>
      {checks !== null && <Findings result={checks} />}
      <ScrollArea className={classes.scroll} type="auto" viewportProps={{ tabIndex: 0 }}>
        {outcome.kind === 'unavailable' ? (
          <ErrorNotice error={outcome.error} retry={outcome.retry} />
        ) : rendered === null ? (
          <div className={classes.broken} role="status">
            {reason(outcome)}
          </div>
        ) : (
          <RenderedView rendered={rendered} />
        )}
      </ScrollArea>
    </section>
  )
}

/** Why there is nothing to read. */
function reason(outcome: Outcome): string {
  if (outcome.kind === 'failure') return `No preview: ${outcome.problem.message}`
  if (outcome.kind === 'blocked') return 'A guardrail blocks this prompt: no model would get it.'
  return 'Rendering…'
}

const lengthOf = (rendered: Rendered) =>
  rendered.kind === 'text'
    ? rendered.text.length
    : rendered.messages.reduce((sum, message) => sum + message.content.length, 0)

function RenderedView({ rendered }: { rendered: Rendered }) {
  if (rendered.kind === 'text') return <LongText className={classes.text} text={rendered.text} />
  return rendered.messages.map((message, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered messages have no identity but their place
    <div key={place} className={classes.message}>
      <div className={classes.role}>{message.role}</div>
      <LongText className={classes.text} text={message.content} />
    </div>
  ))
}

const actionWords = {
  allow: 'Guardrails: fine',
  warn: 'Guardrails: warning',
  redact: 'Guardrails: redacts',
  block: 'Guardrails: blocks',
} as const

function ActionBadge({ action }: { action: keyof typeof actionWords }) {
  return (
    <Badge className={classes.action} data-action={action}>
      {actionWords[action]}
    </Badge>
  )
}

function Copy({ rendered }: { rendered: Rendered }) {
  const value =
    rendered.kind === 'text' ? rendered.text : JSON.stringify(rendered.messages, null, 2)
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.copy} onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </UnstyledButton>
      )}
    </CopyButton>
  )
}
