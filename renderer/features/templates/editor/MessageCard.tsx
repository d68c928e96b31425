import { ActionIcon, NativeSelect, Text, TextInput, Tooltip } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { memo } from 'react'
import { roleSchema } from '#shared/contract/template.ts'
import { CodeEditor } from '../../../ui/editor/CodeEditor.tsx'
import { NearView } from '../../../ui/NearView.tsx'
import classes from './BodyEditor.module.css'
import type { Message } from './body.ts'
import type { Problem, Reveal } from './Problems.tsx'

interface MessageCardProps {
  path: string
  message: Message
  place: number
  count: number
  problems: readonly Problem[]
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
            value={message.content}
            isTextKept
            onChange={(content) => onChange({ ...message, content })}
            marks={props.problems}
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
  const actions = [
    {
      label: `Move message ${number} up`,
      icon: IconArrowUp,
      run: () => acts.move(place, -1),
      off: place === 0,
    },
    {
      label: `Move message ${number} down`,
      icon: IconArrowDown,
      run: () => acts.move(place, 1),
      off: place === count - 1,
    },
    {
      label: `Delete message ${number}`,
      icon: IconTrash,
      run: () => acts.remove(place),
      off: false,
    },
  ]
  return (
    <div style={{ marginLeft: 'auto', display: 'flex' }}>
      {actions.map(({ label, icon: Icon, run, off }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon aria-label={label} onClick={run} disabled={off}>
            <Icon size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </div>
  )
}
