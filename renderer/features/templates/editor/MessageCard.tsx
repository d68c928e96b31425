import { ActionIcon, NativeSelect, Text, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { memo, type ReactNode, useLayoutEffect, useRef } from 'react'
import { roleSchema } from '#shared/contract/template.ts'
import { CodeEditor } from '../../../ui/editor/CodeEditor.tsx'
import type { Highlight } from '../../../ui/editor/marks.ts'
import { NearView } from '../../../ui/NearView.tsx'
import classes from './BodyEditor.module.css'
import type { Message } from './body.ts'
import type { Problem, Reveal } from './Problems.tsx'

interface MessageCardProps {
  path: string
  /** Names the place of the caret in it, which has to be found again after a reload. */
  keptAs: string
  message: Message
  place: number
  count: number
  problems: readonly Problem[]
  highlights: readonly Highlight[]
  reveal: Reveal | null
  acts: MessageActs
}

/** What can be done with the message at a place. */
export interface MessageActs {
  change: (place: number, message: Message) => void
  remove: (place: number) => void
  move: (place: number, step: 1 | -1) => void
}

/**
 * One message with its role and its text, or a placeholder with the name of its variable. A key in one
 * message draws that message alone: of a long list the others are left as they are.
 */
export const MessageCard = memo(function MessageCard(props: MessageCardProps) {
  const { message, place } = props
  const onChange = (next: Message) => props.acts.change(place, next)
  const number = place + 1
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        {'role' in message ? (
          <NativeSelect
            aria-label={`Role of message ${number}`}
            value={message.role}
            data={[...roleSchema.options]}
            onChange={(event) =>
              onChange({ ...message, role: roleSchema.parse(event.currentTarget.value) })
            }
          />
        ) : (
          <>
            <Text size="sm">Messages from the variable</Text>
            <TextInput
              aria-label={`Variable of placeholder ${number}`}
              value={message.placeholder}
              onChange={(event) => onChange({ placeholder: event.currentTarget.value })}
            />
          </>
        )}
        <CardActions {...props} />
      </div>
      {'role' in message && (
        <NearView
          estimatedHeight={heightOf(message.content)}
          isForced={props.reveal !== null}
          standIn={<pre className={classes.standIn}>{message.content}</pre>}
        >
          <CodeEditor
            label={`Text of message ${number}, ${message.role}`}
            path={props.path}
            keptAs={props.keptAs}
            value={message.content}
            isTextKept
            onChange={(content) => onChange({ ...message, content })}
            marks={props.problems}
            highlights={props.highlights}
            reveal={props.reveal}
            autoHeight={heights}
          />
        </NearView>
      )}
    </li>
  )
})

const heights = { min: 76, max: 2400 }

/** As high as the editor makes it where no line wraps: 20 pixels a line and 8 around. */
const heightOf = (text: string) =>
  Math.max(heights.min, Math.min(heights.max, 16 + 20 * text.split('\n').length))

function CardActions({ place, count, acts }: MessageCardProps) {
  const number = place + 1
  const row = useRef<HTMLDivElement>(null)
  const moved = useRef<1 | -1 | null>(null)
  // Moving the card in the page takes the focus from the button; who presses it again has it there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new place is what moving brings
  useLayoutEffect(() => {
    const step = moved.current
    moved.current = null
    if (step !== null) row.current?.querySelectorAll('button')[step === -1 ? 0 : 1]?.focus()
  }, [place])
  const move = (step: 1 | -1) => () => {
    moved.current = step
    acts.move(place, step)
  }
  return (
    <div ref={row} className={classes.actions}>
      <CardAction label={`Move message ${number} up`} isOff={place === 0} onClick={move(-1)}>
        <IconArrowUp size={15} aria-hidden />
      </CardAction>
      <CardAction
        label={`Move message ${number} down`}
        isOff={place === count - 1}
        onClick={move(1)}
      >
        <IconArrowDown size={15} aria-hidden />
      </CardAction>
      <CardAction
        label={`Delete message ${number}`}
        isOff={false}
        onClick={() => acts.remove(place)}
      >
        <IconTrash size={15} aria-hidden />
      </CardAction>
    </div>
  )
}

interface CardActionProps {
  label: string
  isOff: boolean
  onClick: () => void
  children: ReactNode
}

/** Off, it keeps the focus: a disabled button would drop it at the end of the list. */
function CardAction({ label, isOff, onClick, children }: CardActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-disabled={isOff}
        {...(isOff ? { 'data-disabled': true } : {})}
        onClick={() => !isOff && onClick()}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
