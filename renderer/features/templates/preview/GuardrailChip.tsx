import { Badge, Tooltip } from '@mantine/core'
import { type RefObject, useRef } from 'react'
import type { CheckResultView } from '#shared/contract/guardrail.ts'
import { reveal } from '../editor/reveal.ts'
import classes from './PreviewPane.module.css'
import { useFlagged } from './preview-context.tsx'

const words = {
  allow: 'Guardrails: fine',
  warn: 'Guardrails: warning',
  redact: 'Guardrails: redacts',
  block: 'Guardrails: blocks',
} as const

interface GuardrailChipProps {
  id: string
  checks: CheckResultView
  /** Holds the marks of the preview. */
  marked: RefObject<HTMLElement | null>
}

/** What the guardrails do with the prompt and in how many places; each click goes to the next of them. */
export function GuardrailChip({ id, checks, marked }: GuardrailChipProps) {
  const flags = useFlagged()
  const turn = useRef(0)
  const { action, violations } = checks
  const own = flags.filter(({ kind }) => kind === 'text').length
  const count = violations.length + own
  const label = count === 0 ? words[action] : `${words[action]} · ${count}`
  if (count === 0) {
    return (
      <Badge className={classes.action} data-action={action}>
        {label}
      </Badge>
    )
  }
  const go = () => {
    const flag = flags[turn.current % Math.max(1, flags.length)]
    const marks = marked.current?.querySelectorAll('mark') ?? []
    marks[turn.current % Math.max(1, marks.length)]?.scrollIntoView({ block: 'center' })
    if (flag !== undefined) reveal(id, flag)
    turn.current += 1
  }
  const hint = `${violations.length} in the values, ${own} in the text itself. Click to go from one to the next.`
  return (
    <Tooltip label={hint}>
      <Badge
        component="button"
        className={classes.action}
        data-action={action === 'allow' ? 'warn' : action}
        onClick={go}
      >
        {label}
      </Badge>
    </Tooltip>
  )
}
