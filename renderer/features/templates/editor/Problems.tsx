import { Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { memo } from 'react'
import type { Mark } from '../../../ui/editor/marks.ts'
import classes from './Problems.module.css'

/** A squiggle and the message it stands in; a body of one text has no messages. */
export interface Problem extends Mark {
  readonly messageIndex: number | null
  /** Text and input schema do not agree on this variable. */
  readonly declaration?: { readonly name: string; readonly is: 'missing' | 'unused' } | undefined
}

export type Reveal = Pick<Problem, 'messageIndex' | 'line' | 'column'>

interface ProblemsProps {
  problems: readonly Problem[]
  onShow: (problem: Problem) => void
}

const icons = { error: IconAlertTriangle, warning: IconAlertTriangle, info: IconInfoCircle }

/** Every problem in words below the text; choosing one puts the caret there. */
export const Problems = memo(function Problems({ problems, onShow }: ProblemsProps) {
  if (problems.length === 0) {
    return (
      <div className={classes.calm} role="status">
        <IconCircleCheck size={14} aria-hidden /> No problems
      </div>
    )
  }
  return (
    <ul className={classes.list} aria-label="Problems">
      {problems.map((problem) => {
        const Icon = icons[problem.severity]
        return (
          <li key={`${problem.messageIndex} ${problem.line} ${problem.column} ${problem.message}`}>
            <UnstyledButton
              className={classes.problem}
              data-severity={problem.severity}
              onClick={() => onShow(problem)}
            >
              <Icon size={14} aria-hidden className={classes.icon} />
              <Text size="sm" component="span" flex={1}>
                {problem.message}
              </Text>
              <Text size="xs" component="span" c="dimmed">
                {problem.messageIndex !== null && `message ${problem.messageIndex + 1}, `}
                line {problem.line}, column {problem.column}
              </Text>
            </UnstyledButton>
          </li>
        )
      })}
    </ul>
  )
})
