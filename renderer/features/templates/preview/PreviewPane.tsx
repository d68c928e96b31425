import { Badge, CopyButton, Group, ScrollArea, Text, Title, UnstyledButton } from '@mantine/core'
import type { Rendered } from '#shared/contract/render.ts'
import { formatCount } from '../../../ui/format.ts'
import { Findings } from './Findings.tsx'
import classes from './PreviewPane.module.css'
import type { Preview } from './use-preview.ts'

/** What the model would read, with what the guardrails say of it. */
export function PreviewPane({ preview }: { preview: Preview }) {
  const { rendered, problems, findings } = preview
  const error = problems.find((problem) => problem.severity === 'error')
  return (
    <section className={classes.pane} aria-label="Preview">
      <Group className={classes.head} gap="sm">
        <Title order={2}>Preview</Title>
        {rendered !== null && (
          <Text size="xs" c="dimmed">
            {formatCount(lengthOf(rendered))} characters
          </Text>
        )}
        {findings !== null && <ActionBadge action={findings.action} />}
        {rendered !== null && <Copy rendered={rendered} />}
      </Group>
      {findings !== null && <Findings result={findings} />}
      <ScrollArea className={classes.scroll} type="auto" tabIndex={0}>
        {rendered === null ? (
          <div className={classes.broken} role="status">
            {error === undefined ? 'Rendering…' : `No preview: ${error.message}`}
          </div>
        ) : (
          <RenderedView rendered={rendered} />
        )}
      </ScrollArea>
    </section>
  )
}

const lengthOf = (rendered: Rendered) =>
  rendered.kind === 'text'
    ? rendered.text.length
    : rendered.messages.reduce((sum, message) => sum + message.content.length, 0)

function RenderedView({ rendered }: { rendered: Rendered }) {
  if (rendered.kind === 'text') return <pre className={classes.text}>{rendered.text}</pre>
  return rendered.messages.map((message, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered messages have no identity but their place
    <div key={place} className={classes.message}>
      <div className={classes.role}>{message.role}</div>
      <pre className={classes.text}>{message.content}</pre>
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
