import { Anchor, Group, Text, Tooltip } from '@mantine/core'
import { formatInstant, formatShare } from '../../../ui/format.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import type { Verdict } from './verdicts.ts'

const SHOWN = 4

/** How a version did in its latest runs; each is a link to its run. */
export function Verdicts({ verdicts }: { verdicts: readonly Verdict[] }) {
  if (verdicts.length === 0) return null
  return (
    <Group gap={8} mt={4} role="group" aria-label="Runs of this version">
      {verdicts.slice(0, SHOWN).map((one) => (
        <Tooltip
          key={`${one.run} ${one.model}`}
          label={`Share of the cases of ${one.datasetName} that passed with ${one.model}, in the run of ${formatInstant(one.createdAt)}.`}
        >
          <Anchor size="xs" underline="always" href={formatRoute(['runs', one.run])}>
            {one.datasetName}: {one.isGoing ? 'running' : formatShare(one.passRate)}
          </Anchor>
        </Tooltip>
      ))}
      {verdicts.length > SHOWN && (
        <Text size="xs" c="dimmed">
          and {verdicts.length - SHOWN} more
        </Text>
      )}
    </Group>
  )
}
