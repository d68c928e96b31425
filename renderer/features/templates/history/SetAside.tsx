import { Button, Group, Text, Title } from '@mantine/core'
import type { Content, Recovery } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import type { OpenDraft } from '../drafts.ts'
import { discard, replaceDraft } from './set-aside.ts'
import { type Side, sideOfCopy, timesOf } from './sides.ts'
import classes from './VersionList.module.css'

interface SetAsideProps {
  draft: OpenDraft
  copies: readonly Recovery[]
  current: Side
  onCompare: (copy: string) => void
}

/** Drafts that were replaced before they were a version: to look at, to bring back, to throw away. */
export function SetAside({ draft, copies, current, onCompare }: SetAsideProps) {
  const times = timesOf(copies)
  return (
    <section aria-labelledby="set-aside" className={classes.aside}>
      <Title order={2} id="set-aside">
        Drafts set aside
      </Title>
      {copies.length === 0 ? (
        <Text size="sm" c="dimmed" mt={4}>
          None. A draft that a restore, a rebase or a colleague’s save replaces is kept here, unless
          a version has the same content.
        </Text>
      ) : (
        <ol className={classes.list} aria-labelledby="set-aside">
          {copies.map((copy) => (
            <Copy
              key={copy.id}
              copy={copy}
              at={times.get(copy.id) ?? ''}
              isCurrent={sideOfCopy(copy.id) === current}
              onCompare={() => onCompare(copy.id)}
              onBringBack={() => void bringBack(draft, copy)}
              onDiscard={() => discard(draft.template.id, copy)}
            />
          ))}
        </ol>
      )}
    </section>
  )
}

interface CopyProps {
  copy: Recovery
  /** What tells it from the others, as in "21 Nov 2026, 14:05 (2 of 2)". */
  at: string
  isCurrent: boolean
  onCompare: () => void
  onBringBack: () => void
  onDiscard: () => void
}

function Copy({ copy, at, isCurrent, onCompare, onBringBack, onDiscard }: CopyProps) {
  const { createdAt, reason, content } = copy
  const acts = [
    ['Compare with draft', `Compare the draft of ${at} with the draft`, onCompare],
    ['Bring back', `Bring back the draft of ${at}`, onBringBack],
    ['Discard…', `Discard the draft of ${at}`, onDiscard],
  ] as const
  return (
    <li className={classes.version} data-current={isCurrent}>
      <Text size="sm" lineClamp={2}>
        {textOf(content) || <span className={classes.none}>No text</span>}
      </Text>
      <Text size="xs" c="dimmed" title={at}>
        {reason} {formatAgo(createdAt)}
      </Text>
      <Group gap={6} mt={6}>
        {acts.map(([label, name, act]) => (
          <Button key={label} size="compact-xs" variant="default" aria-label={name} onClick={act}>
            {label}
          </Button>
        ))}
      </Group>
    </li>
  )
}

/** Enough to know it again by. */
function textOf({ body }: Content): string {
  if (body.kind === 'text') return body.text.slice(0, 300)
  return body.messages
    .flatMap((message) => ('content' in message ? [message.content] : []))
    .join(' · ')
    .slice(0, 300)
}

/** What it takes the place of is kept here in its turn. */
const bringBack = (draft: OpenDraft, { id, createdAt }: Recovery): Promise<void> =>
  replaceDraft(
    draft,
    () => rpc.template.recoverDraft({ template: draft.template.id, recovery: id }),
    `The draft is again what it was before ${formatInstant(createdAt)}.`,
  )
