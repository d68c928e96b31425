import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { memo, useCallback, useEffect, useMemo } from 'react'
import type { Body } from '#shared/contract/template.ts'
import { tellUndo } from '../../../ui/ask.tsx'
import { CodeEditor, forgetTexts } from '../../../ui/editor/CodeEditor.tsx'
import { KeptScroll } from '../../../ui/KeptScroll.tsx'
import { editContent, useDraftPart } from '../drafts.ts'
import { useLanguageHelp } from '../language/texts.ts'
import type { Flag } from '../preview/flag.ts'
import { WriteButton } from '../write/WriteButton.tsx'
import classes from './BodyEditor.module.css'
import {
  addMessage,
  insertMessage,
  type Message,
  moveMessage,
  removeMessage,
  setMessage,
  toMessages,
  toText,
} from './body.ts'
import { type MessageActs, MessageCard } from './MessageCard.tsx'
import type { Problem, Reveal } from './Problems.tsx'
import { useMessageKeys } from './use-message-keys.ts'

interface BodyEditorProps {
  id: string
  problems: readonly Problem[]
  /** What guardrails say of places in the text. */
  flags: readonly Flag[]
  reveal: Reveal | null
}

/** One text, or a list of messages and placeholders. */
export function BodyEditor({ id, problems, flags, reveal }: BodyEditorProps) {
  const body = useDraftPart(id, ({ content }) => content.body)
  const edit = useCallback(
    (change: (body: Body) => Body) =>
      editContent(id, (content) => ({ ...content, body: change(content.body) })),
    [id],
  )
  const count = body.kind === 'messages' ? body.messages.length : 1
  const highlights = useMemo(() => flags.map(asHighlight), [flags])
  useLanguageHelp(id, body.kind === 'text' ? [`template/${id}/text`] : NO_PATHS, problems)
  return (
    <div className={classes.root}>
      <BodyToolbar id={id} kind={body.kind} count={count} edit={edit} />
      <div className={classes.fill}>
        {body.kind === 'text' ? (
          <CodeEditor
            label="Template text"
            path={`template/${id}/text`}
            keptAs={`template/${id}`}
            value={body.text}
            onChange={(text) => edit(() => ({ kind: 'text', text }))}
            marks={problems}
            highlights={highlights}
            reveal={reveal}
          />
        ) : (
          <MessageList
            id={id}
            body={body}
            edit={edit}
            problems={problems}
            highlights={highlights}
            reveal={reveal}
          />
        )}
      </div>
    </div>
  )
}

const asHighlight = ({ action, ...flag }: Flag) => ({ ...flag, kind: action })

const NO_PATHS: readonly string[] = []

interface BodyToolbarProps {
  id: string
  kind: Body['kind']
  count: number
  edit: Edit
}

const BodyToolbar = memo(function BodyToolbar({ id, kind, count, edit }: BodyToolbarProps) {
  const isFixed = kind === 'messages' && count > 1
  return (
    <Group className={classes.toolbar} gap="sm">
      <SegmentedControl
        aria-label="Kind of template"
        value={kind}
        onChange={(next) => edit(next === 'text' ? toText : toMessages)}
        data={[
          { value: 'messages', label: 'Messages' },
          { value: 'text', label: 'One text', disabled: isFixed },
        ]}
      />
      {isFixed && (
        <Text size="xs" c="dimmed" title="Messages of this template, its placeholders among them">
          {count} messages
        </Text>
      )}
      <WriteButton id={id} />
    </Group>
  )
})

const NO_PROBLEMS: readonly Problem[] = []
const NO_HIGHLIGHTS: readonly ReturnType<typeof asHighlight>[] = []
const messageOf = ({ messageIndex }: { messageIndex: number | null }) => messageIndex

type Edit = (change: (body: Body) => Body) => void

const actsOf = (edit: Edit, keys: ReturnType<typeof useMessageKeys>): MessageActs => ({
  change: (place, next) => edit((now) => setMessage(now, place, next)),
  remove: (place) => {
    let gone: Message | undefined
    keys.remove(place)
    edit((now) => {
      gone = now.kind === 'messages' ? now.messages[place] : undefined
      return removeMessage(now, place)
    })
    // Put back alone: what was typed in the others meanwhile stays.
    tellUndo(`Message ${place + 1} was deleted.`, () => {
      if (gone === undefined) return
      const message = gone
      keys.insert(place)
      edit((now) => insertMessage(now, place, message))
    })
  },
  move: (place, step) => {
    keys.move(place, step)
    edit((now) => moveMessage(now, place, step))
  },
})

interface MessageListProps {
  id: string
  body: Extract<Body, { kind: 'messages' }>
  edit: Edit
  problems: readonly Problem[]
  highlights: readonly ReturnType<typeof asHighlight>[]
  reveal: Reveal | null
}

function MessageList({ id, body, edit, problems, highlights, reveal }: MessageListProps) {
  const keys = useMessageKeys(body.messages.length)
  const paths = body.messages.map((_, index) => `template/${id}/${keys.of(index)}`)
  useLanguageHelp(id, paths, problems)
  useEffect(() => () => forgetTexts(`template/${id}/`), [id])
  const acts = useMemo(() => actsOf(edit, keys), [edit, keys])
  const problemsOf = useMemo(() => Map.groupBy(problems, messageOf), [problems])
  const highlightsOf = useMemo(() => Map.groupBy(highlights, messageOf), [highlights])
  return (
    <KeptScroll className={classes.scroll} keptAs={`messages/${id}`}>
      <ol className={classes.messages} aria-label="Messages">
        {body.messages.map((message, index) => (
          <MessageCard
            key={keys.of(index)}
            path={paths[index] ?? ''}
            keptAs={`template/${id}/${index}`}
            message={message}
            place={index}
            count={body.messages.length}
            problems={problemsOf.get(index) ?? NO_PROBLEMS}
            highlights={highlightsOf.get(index) ?? NO_HIGHLIGHTS}
            reveal={reveal?.messageIndex === index ? reveal : null}
            acts={acts}
          />
        ))}
      </ol>
      <Group p="xs" gap="xs">
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => edit((now) => addMessage(now, { role: 'user', content: '' }))}
        >
          Message
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => edit((now) => addMessage(now, { placeholder: 'history' }))}
        >
          Placeholder for messages
        </Button>
      </Group>
    </KeptScroll>
  )
}
