import { NumberInput, SimpleGrid } from '@mantine/core'
import { PercentInput } from '../PercentInput.tsx'
import type { DesignDraft, DesignProps } from './draft.ts'

type Limit = 'minimumUsers' | 'minimumFullDays' | 'hoursBetweenLooks'

const limits: readonly { key: Limit; label: string; description: string }[] = [
  { key: 'minimumUsers', label: 'Users, at least', description: 'Below, nothing is declared.' },
  {
    key: 'minimumFullDays',
    label: 'Full days, at least',
    description: 'A week has workdays and a weekend.',
  },
  {
    key: 'hoursBetweenLooks',
    label: 'Hours between looks',
    description: 'Every counted look spends a part.',
  },
]

/** The error level, the planned end, and what must be there before anything is declared. */
export function Limits({
  draft,
  onChange,
  wanted,
}: DesignProps & {
  /** What the plan asks for; null while there is none. */
  wanted: number | null
}) {
  const { plannedUsers, plan } = draft
  const setLimit = (key: Limit, value: number): Partial<DesignDraft> => ({ [key]: value })
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <PercentInput
        label="Error level"
        description="Two-sided, of the whole test."
        min={0.1}
        max={49}
        value={draft.alpha}
        // The planned size follows from it.
        onChange={(alpha) => onChange({ alpha, plannedUsers: null })}
      />
      <NumberInput
        label="Days, at most"
        description="Empty: as long as it takes."
        min={1}
        allowDecimal={false}
        value={plan.horizonDays ?? ''}
        onChange={(days) =>
          onChange({
            plannedUsers: null,
            plan: { ...plan, horizonDays: days === '' ? null : Math.max(1, Number(days)) },
          })
        }
      />
      <NumberInput
        label="Users planned"
        description="The test ends with them. Empty: as the plan says."
        min={20}
        allowDecimal={false}
        placeholder={wanted === null ? '' : String(wanted)}
        value={plannedUsers ?? ''}
        onChange={(users) => onChange({ plannedUsers: users === '' ? null : Number(users) })}
      />
      {limits.map(({ key, label, description }) => (
        <NumberInput
          key={key}
          label={label}
          description={description}
          min={0}
          allowDecimal={key === 'hoursBetweenLooks'}
          value={draft[key]}
          onChange={(value) => onChange(setLimit(key, Number(value) || 0))}
        />
      ))}
    </SimpleGrid>
  )
}
