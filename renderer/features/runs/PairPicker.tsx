import { ActionIcon, Group, Select, Tooltip } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import type { Run } from '#shared/contract/run/run.ts'
import { formatRoute, navigate, type Route } from '../../ui/shell/route.ts'
import { columnTitle } from './words.ts'

export interface Pair {
  readonly baseline: string
  readonly candidate: string
}

/** The two columns a URL names; where it names none, the best and the next best of the run. */
export function pairOf(run: Run, route: Route): Pair {
  const keys = run.columns.map((column) => column.key)
  const rate = (key: string) => run.figures.find((one) => one.key === key)?.passRate ?? 0
  const ranked = [...keys].sort((a, b) => rate(b) - rate(a))
  const asked = (key: string | undefined) => keys.find((one) => one === key)
  return {
    baseline: asked(route.query.baseline) ?? ranked[1] ?? keys[0] ?? '',
    candidate: asked(route.query.candidate) ?? ranked[0] ?? keys[0] ?? '',
  }
}

interface PairPickerProps {
  run: Run
  part: 'compare' | 'simulate'
  pair: Pair
  labels: readonly [string, string]
}

/** Chooses the two columns; the choice stands in the URL. */
export function PairPicker({ run, part, pair, labels }: PairPickerProps) {
  const data = run.columns.map((column) => ({ value: column.key, label: columnTitle(column) }))
  const show = (next: Partial<Pair>) =>
    navigate(formatRoute(['runs', run.id, part], { ...pair, ...next }), { replace: true })
  return (
    <Group align="flex-end" gap="xs">
      <Select
        label={labels[0]}
        w={320}
        data={data}
        value={pair.baseline}
        onChange={(baseline) => baseline && show({ baseline })}
      />
      <Tooltip label="Swap the two">
        <ActionIcon
          aria-label="Swap the two"
          onClick={() => show({ baseline: pair.candidate, candidate: pair.baseline })}
        >
          <IconArrowsExchange size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Select
        label={labels[1]}
        w={320}
        data={data}
        value={pair.candidate}
        onChange={(candidate) => candidate && show({ candidate })}
      />
    </Group>
  )
}
