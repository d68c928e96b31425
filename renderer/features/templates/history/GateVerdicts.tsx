import { Anchor, HoverCard, Stack, Text } from '@mantine/core'
import type { GivenVerdict } from '#shared/contract/gate.ts'
import { unitOf } from '#shared/domain/comparison/metric-text.ts'
import { formatCounted, formatIn, formatInRange, formatInstant } from '../../../ui/format.ts'
import { PassMark } from '../../../ui/PassMark.tsx'
import { formatRoute } from '../../../ui/shell/route.ts'
import classes from './VersionList.module.css'

/** What gates said of a version: which passed it, for which label, and why; each a link to its run. */
export function GateVerdicts({ verdicts }: { verdicts: readonly GivenVerdict[] }) {
  if (verdicts.length === 0) return null
  return (
    <ul className={classes.verdicts} aria-label="Gates of this version">
      {verdicts.map((verdict) => (
        <li key={verdict.id}>
          <GateVerdict verdict={verdict} />
        </li>
      ))}
    </ul>
  )
}

function GateVerdict({ verdict }: { verdict: GivenVerdict }) {
  const { gateName, label, isPassed, reason, run, evidence } = verdict
  return (
    <>
      <PassMark isPassed={isPassed} />{' '}
      <HoverCard width={360} shadow="md" openDelay={250} withinPortal>
        <HoverCard.Target>
          <Anchor size="xs" underline="always" href={formatRoute(['runs', run, 'gates'])}>
            {gateName}
          </Anchor>
        </HoverCard.Target>
        <HoverCard.Dropdown>
          <Evidence verdict={verdict} />
        </HoverCard.Dropdown>
      </HoverCard>
      <Text size="xs" c="dimmed" span>
        {label !== null && ` for ${label}`} · {evidence.model.replace(/^recorded:/, '')}
      </Text>
      <Text size="xs" c="dimmed" className={classes.reason}>
        {reason}
      </Text>
    </>
  )
}

/** The numbers behind it, as they were when the gate was asked. */
function Evidence({ verdict: { rules, evidence, createdAt } }: { verdict: GivenVerdict }) {
  const { datasetName, datasetVersion, model, metrics } = evidence
  return (
    <Stack gap={4}>
      <Text size="sm">
        {model} over {datasetName} v{datasetVersion}, judged {formatInstant(createdAt)}.
      </Text>
      {rules.map(({ rule, explanation }) => (
        <Text key={`${rule.kind} ${rule.metric} ${explanation}`} size="sm">
          {explanation}
        </Text>
      ))}
      {metrics.slice(0, SHOWN_METRICS).map(({ name, value, low, high, n }) => (
        <Text key={name} size="xs" c="dimmed">
          {name}: {formatIn(unitOf(name), value)}
          {low !== null &&
            high !== null &&
            ` (95% interval ${formatInRange(unitOf(name), low, high)})`}
          , {formatCounted(n, 'case')}
        </Text>
      ))}
    </Stack>
  )
}

const SHOWN_METRICS = 6
