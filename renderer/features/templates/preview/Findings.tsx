import { Text } from '@mantine/core'
import { IconShieldExclamation } from '@tabler/icons-react'
import type { CheckResult, Violation } from '#shared/domain/guardrails/engine.ts'
import classes from './Findings.module.css'

/** Each finding once: which guardrail, what it does, where. Rules that could not run are told too. */
export function Findings({ result }: { result: CheckResult }) {
  const violations = onceEach(result.violations)
  if (violations.length === 0 && result.failures.length === 0) return null
  return (
    <ul className={classes.list} aria-label="Guardrail findings">
      {violations.map((violation) => (
        <li key={keyOf(violation)} className={classes.item} data-action={violation.action}>
          <IconShieldExclamation size={14} aria-hidden className={classes.icon} />
          <Text size="sm" component="span">
            {violation.message} <b>{violation.action}</b>
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

/** The input and the prompt stage find the same span of the same variable. */
const onceEach = (violations: readonly Violation[]) => [
  ...new Map(violations.map((violation) => [keyOf(violation), violation])).values(),
]
