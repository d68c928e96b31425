import { SimpleGrid, Text } from '@mantine/core'
import type { RuleOutcome } from '#shared/contract/experiment/simulation.ts'
import { BarChart } from '../../../ui/chart/BarChart.tsx'
import { formatShare } from '../../../ui/format.ts'
import { ruleWords } from '../words.ts'

/** How tests end under each rule: which arm wins, or none. */
export function Endings({
  rules,
  arms,
}: {
  rules: readonly RuleOutcome[]
  arms: readonly string[]
}) {
  return (
    <SimpleGrid cols={{ base: 1, md: rules.length }} spacing="lg" mt="md">
      {rules.map(({ rule, winnerByArm, noDecision }) => {
        const bars = [
          ...winnerByArm.map((value, at) => ({ label: `${arms[at] ?? at} wins`, value })),
          { label: 'no decision', value: noDecision.value },
        ]
        return (
          <div key={rule}>
            <Text size="sm" fw={600}>
              {ruleWords[rule].title}
            </Text>
            <div style={{ position: 'relative', height: 40 + 34 * bars.length }}>
              <BarChart
                label={`How tests end under ${ruleWords[rule].title}: ${bars.map((bar) => `${bar.label} ${formatShare(bar.value)}`).join(', ')}`}
                bars={bars}
              />
            </div>
          </div>
        )
      })}
    </SimpleGrid>
  )
}
