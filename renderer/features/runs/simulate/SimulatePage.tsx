import { Button, Group, NumberInput, Text } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { useState } from 'react'
import type { SimulationView } from '#shared/contract/experiment/sizes.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx'
import { Section } from '../../../ui/Page.tsx'
import type { Route } from '../../../ui/shell/route.ts'
import classes from '../compare/ComparePage.module.css'
import { PairPicker, pairOf } from '../PairPicker.tsx'
import { Simulated } from './Simulated.tsx'

/** Sizes people run tests at, close enough for a curve. */
const SIZES = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]

/** An A/B test played many times on the results of this run, before anything goes live. */
export function SimulatePage({ run, route }: { run: Run; route: Route }) {
  const pair = pairOf(run, route)
  const [alpha, setAlpha] = useState(0.05)
  const [share, setShare] = useState(50)
  const [trials, setTrials] = useState(10_000)
  const [simulation, setSimulation] = useState<SimulationView | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const isSame = pair.baseline === pair.candidate

  const simulate = async () => {
    setBusy(true)
    setError(null)
    try {
      const outcome = await rpc.experiment.simulateSizes({
        control: { run: run.id, column: pair.baseline },
        variant: { run: run.id, column: pair.candidate },
        users: SIZES,
        variantShare: share / 100,
        alpha,
        trials,
      })
      setSimulation(outcome)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
    <section className={classes.page} aria-label="Simulation" tabIndex={0}>
      <Section
        title="Would a live test find the better one?"
        hint="Users are drawn with the cases of this run; each sees one arm; the test is evaluated once, at the end."
      >
        <PairPicker run={run} part="simulate" pair={pair} labels={['Control', 'Variant']} />
        <Group align="flex-end" gap="sm" mt="sm">
          <NumberInput
            w={150}
            label="Users in the variant"
            suffix="%"
            min={1}
            max={99}
            value={share}
            onChange={(value) => setShare(Number(value) || 50)}
          />
          <NumberInput
            w={150}
            label="Significance level"
            min={0.001}
            max={0.499}
            step={0.01}
            value={alpha}
            onChange={(value) => setAlpha(Number(value) || 0.05)}
          />
          <NumberInput
            w={150}
            label="Tests played"
            min={100}
            max={200_000}
            step={1000}
            thousandSeparator
            value={trials}
            onChange={(value) => setTrials(Number(value) || 10_000)}
          />
          <Button
            loading={isBusy}
            disabled={isSame}
            leftSection={<IconChartLine size={14} aria-hidden />}
            onClick={simulate}
          >
            Simulate
          </Button>
        </Group>
        {isSame && (
          <Text size="sm" c="dimmed" mt="xs">
            Choose two different columns.
          </Text>
        )}
      </Section>
      {error !== null && <ErrorNotice error={error} />}
      {simulation !== null && <Simulated simulation={simulation} run={run} />}
    </section>
  )
}
