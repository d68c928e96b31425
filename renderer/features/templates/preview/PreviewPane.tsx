import { Group, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { type RefObject, useMemo, useRef } from 'react'
import type { Rendered } from '#shared/contract/render.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { formatCount } from '../../../ui/format.ts'
import { LongText, type TextMark } from '../../../ui/LongText.tsx'
import { useDraftPart } from '../drafts.ts'
import { TokenCount } from '../tokens/TokenCount.tsx'
import { Findings } from './Findings.tsx'
import { marksIn } from './found.ts'
import { GuardrailChip } from './GuardrailChip.tsx'
import classes from './PreviewPane.module.css'
import { useOutcome } from './preview-context.tsx'
import type { Outcome } from './use-preview.ts'

/**
 * What the model would read, with what the guardrails say of it. Each part takes the outcome itself: the
 * frame around them stays as it is at a key.
 */
export function PreviewPane({ id }: { id: string }) {
  const body = useRef<HTMLDivElement>(null)
  return (
    <section className={classes.pane} aria-label="Preview">
      <Head id={id} body={body} />
      <ScrollArea className={classes.scroll} type="auto" viewportProps={{ tabIndex: 0 }}>
        <div ref={body}>
          <Body id={id} />
        </div>
      </ScrollArea>
    </section>
  )
}

interface HeadProps {
  id: string
  /** Holds the rendered text. */
  body: RefObject<HTMLDivElement | null>
}

function Head({ id, body }: HeadProps) {
  const outcome = useOutcome()
  const rendered = outcome.kind === 'success' ? outcome.rendered : null
  const checks = 'checks' in outcome ? outcome.checks : null
  return (
    <>
      <Group className={classes.head} gap="sm">
        {/* First, where it never moves: the figures behind it grow as they are counted. */}
        {checks !== null && <GuardrailChip id={id} checks={checks} marked={body} />}
        {rendered !== null && (
          <Text
            size="xs"
            c="dimmed"
            title="Of the rendered prompt, all messages together. Most emoji count as two."
          >
            {formatCount(lengthOf(rendered))} characters
          </Text>
        )}
        {rendered !== null && <TokenCount rendered={rendered} />}
        {rendered !== null && <Copy rendered={rendered} />}
      </Group>
      {checks !== null && <Findings result={checks} />}
    </>
  )
}

function Body({ id }: { id: string }) {
  const outcome = useOutcome()
  const marks = useMarks(id, outcome)
  if (outcome.kind === 'unavailable') {
    return <ErrorNotice error={outcome.error} retry={outcome.retry} />
  }
  if (outcome.kind === 'success') return <RenderedView rendered={outcome.rendered} marks={marks} />
  const unsent = outcome.kind === 'blocked' ? outcome.unsent : null
  return (
    <>
      <div className={classes.broken} role="status">
        {reason(outcome)}
      </div>
      {unsent !== null && <RenderedView rendered={unsent} marks={marks} />}
    </>
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

const noMarks: TextMark[][] = []

/** Where the guardrails' findings stand in what is shown. */
function useMarks(id: string, outcome: Outcome): TextMark[][] {
  const bindings = useDraftPart(id, (draft) => draft.bindings)
  return useMemo(() => {
    if (outcome.kind !== 'success' && outcome.kind !== 'blocked') return noMarks
    const isSent = outcome.kind === 'success'
    const rendered = isSent ? outcome.rendered : outcome.unsent
    const { violations } = outcome.checks
    if (rendered === null || violations.length === 0) return noMarks
    const texts =
      rendered.kind === 'text' ? [rendered.text] : rendered.messages.map(({ content }) => content)
    return marksIn(texts, violations, bindings, isSent ? outcome.replaced : [])
  }, [outcome, bindings])
}

interface RenderedViewProps {
  rendered: Rendered
  marks: TextMark[][]
}

function RenderedView({ rendered, marks }: RenderedViewProps) {
  if (rendered.kind === 'text') {
    return <LongText className={classes.text} text={rendered.text} marks={marks[0]} />
  }
  return rendered.messages.map((message, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered messages have no identity but their place
    <div key={place} className={classes.message}>
      <div className={classes.role}>{message.role}</div>
      <LongText className={classes.text} text={message.content} marks={marks[place]} />
    </div>
  ))
}

function Copy({ rendered }: { rendered: Rendered }) {
  const { copy, copied } = useClipboard()
  // Written out when it is wanted: the text changes with every key.
  const value = () =>
    rendered.kind === 'text' ? rendered.text : JSON.stringify(rendered.messages, null, 2)
  return (
    <UnstyledButton className={classes.copy} onClick={() => copy(value())}>
      {copied ? 'Copied' : 'Copy'}
    </UnstyledButton>
  )
}
