import { ActionIcon, Badge, Checkbox, CopyButton, Loader, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy, IconTablePlus, IconTrash, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { KeptTry } from '#shared/contract/model.ts'
import { tellFailure } from '../../../ui/ask.tsx'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Explained } from '../../../ui/Explained.tsx'
import {
  formatAgo,
  formatCost,
  formatCount,
  formatDuration,
  formatInstant,
} from '../../../ui/format.ts'
import { LongText } from '../../../ui/LongText.tsx'
import { Findings } from '../preview/Findings.tsx'
import { SaveAsCase } from './SaveAsCase.tsx'
import classes from './TryPane.module.css'
import { dropTry, type OpenTry, removeTry } from './tries.ts'

const bare = (ref: string) => ref.replace(/^(provider|recorded):/, '')

/** A try under way, or one that ended without an answer to keep. */
export function OpenTryCard({ template, one }: { template: string; one: OpenTry }) {
  const words = { running: 'Answering…', stopped: 'Stopped', blocked: 'Blocked', failed: 'Failed' }
  return (
    <article className={classes.card} aria-label={`Answer of ${bare(one.model)}`}>
      <div className={classes.head}>
        {one.state === 'running' && <Loader size={14} />}
        <Text size="sm" fw={600}>
          {bare(one.model)}
        </Text>
        <Text size="xs" c="dimmed" role="status">
          {words[one.state]}
        </Text>
        {one.state !== 'running' && (
          <CardAction label="Dismiss" onClick={() => dropTry(template, one.key)}>
            <IconX size={14} aria-hidden />
          </CardAction>
        )}
      </div>
      {one.state === 'blocked' && (
        <Text size="sm">A guardrail blocked the prompt: nothing was sent to the model.</Text>
      )}
      {one.checks !== null && <Findings result={one.checks} />}
      {one.state === 'failed' && <ErrorNotice error={one.error} />}
      {one.text !== '' && <LongText className={classes.output} text={one.text} />}
    </article>
  )
}

interface KeptTryCardProps {
  kept: KeptTry
  isChosen: boolean
  onChoose: () => void
}

/** A kept answer: which text and model it is of, what it took, and what one can do with it. */
export function KeptTryCard({ kept, isChosen, onChoose }: KeptTryCardProps) {
  return (
    <article
      className={classes.card}
      data-chosen={isChosen}
      aria-label={`Answer of ${bare(kept.model)}`}
    >
      <div className={classes.head}>
        <Checkbox
          size="xs"
          aria-label={`Compare the answer of ${bare(kept.model)}, ${formatInstant(kept.createdAt)}`}
          checked={isChosen}
          onChange={onChoose}
        />
        <Text size="sm" fw={600}>
          {bare(kept.model)}
        </Text>
        <Tooltip
          label={
            kept.version === null
              ? 'A draft that no version has kept. Save the draft as a version, and its answers belong to it.'
              : `The text of version ${kept.version}`
          }
        >
          <Badge>{kept.version === null ? 'draft' : `v${kept.version}`}</Badge>
        </Tooltip>
        <Text size="xs" c="dimmed" title={formatInstant(kept.createdAt)}>
          {formatAgo(kept.createdAt)}
        </Text>
        <Facts kept={kept} />
        <CardActions kept={kept} />
      </div>
      <LongText className={classes.output} text={kept.output} />
    </article>
  )
}

function Facts({ kept: { latencyMs, usage, cost, finishReason } }: { kept: KeptTry }) {
  return (
    <Text size="xs" c="dimmed" component="span">
      {usage !== null && (
        <>
          <Explained text="From sending the prompt to the last piece of the answer.">
            {formatDuration(latencyMs)}
          </Explained>
          {' · '}
          <Explained text="Tokens of the prompt and of the answer, as the provider counted them.">
            {formatCount(usage.inputTokens)} + {formatCount(usage.outputTokens)} tokens
          </Explained>
          {' · '}
          <Explained text="Tokens times the price of the model; prices are in the settings.">
            {cost === null ? 'no price known' : formatCost(cost)}
          </Explained>
        </>
      )}
      {finishReason !== null && finishReason !== 'stop' && ` · ended by ${finishReason}`}
    </Text>
  )
}

function CardActions({ kept }: { kept: KeptTry }) {
  const [isSaving, setSaving] = useState(false)
  return (
    <div className={classes.actions}>
      <CardAction label="Save as a case…" onClick={() => setSaving(true)}>
        <IconTablePlus size={14} aria-hidden />
      </CardAction>
      <CopyButton value={kept.output}>
        {({ copied, copy }) => (
          <CardAction label={copied ? 'Copied' : 'Copy the answer'} onClick={copy}>
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </CardAction>
        )}
      </CopyButton>
      <CardAction
        label="Take the answer away"
        onClick={() => void removeTry(kept).catch(tellFailure)}
      >
        <IconTrash size={14} aria-hidden />
      </CardAction>
      <SaveAsCase kept={kept} isOpen={isSaving} onClose={() => setSaving(false)} />
    </div>
  )
}

interface CardActionProps {
  label: string
  onClick: () => void
  children: ReactNode
}

function CardAction({ label, onClick, children }: CardActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon ml="auto" size="sm" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
