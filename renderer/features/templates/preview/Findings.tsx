import { Anchor, Text } from '@mantine/core'
import { IconShieldExclamation } from '@tabler/icons-react'
import type { CheckResultView } from '#shared/contract/guardrail.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import classes from './Findings.module.css'

type Violation = CheckResultView['violations'][number]

/** Each finding once: which guardrail, what it does, where. Rules that could not run are told too. */
export function Findings({ result }: { result: CheckResultView }) {
  const { violations } = result
  if (violations.length === 0 && result.failures.length === 0) return null
  return (
    <ul className={classes.list} aria-label="Guardrail findings">
      {violations.map((violation) => (
        <li key={keyOf(violation)} className={classes.item} data-action={violation.action}>
          <IconShieldExclamation size={14} aria-hidden className={classes.icon} />
          <Text size="sm" component="span">
            <Anchor
              size="sm"
              underline="always"
              href={formatRoute(['guardrails', violation.guardrailId])}
            >
              {violation.guardrailName}
            </Anchor>
            : {violation.message} <b>{violation.action}</b>
            {violation.variable !== null && ` · variable ${violation.variable}`}
            {violation.masked !== '' && <span className="mono"> · {violation.masked}</span>}
          </Text>
        </li>
      ))}
      {result.failures.map((failure) => (
        <li key={failure.guardrailName} className={classes.item} data-action="warn">
          <IconShieldExclamation size={14} aria-hidden className={classes.icon} />
          <Text size="sm" component="span">
            {failure.guardrailName} could not be checked here: {failure.message}
          </Text>
        </li>
      ))}
    </ul>
  )
}

const keyOf = ({ guardrailName, entity, variable, start, end }: Violation) =>
  [guardrailName, entity, variable, start, end].join(' ')
