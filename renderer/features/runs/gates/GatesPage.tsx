import { Anchor, Badge, Button, Group, Select, Table, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Gate, GateVerdict } from '#shared/contract/gate.ts'
import type { RunColumn } from '#shared/contract/run/column.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure } from '../../../ui/ask.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Notice } from '../../../ui/Notice.tsx'
import { Section } from '../../../ui/Page.tsx'
import { State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import classes from '../compare/ComparePage.module.css'
import { columnTitle } from '../words.ts'
import { GateForm } from './GateForm.tsx'
import { gatesOf, verdictsOf } from './gates.ts'
import { describeGate } from './words.ts'

/** What a run must show before a label may move, and what it showed. */
export function GatesPage({ run }: { run: Run }) {
  const template = run.columns[0]?.templateId ?? null
  const gates = gatesOf.use(template)
  const verdicts = verdictsOf.use(run.id)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region has to be reachable by keyboard
    <section className={classes.page} aria-label="Gates" tabIndex={0}>
      <Section
        title="Gates"
        hint="All rules of a gate must hold. A verdict is kept as evidence."
        actions={
          <Anchor
            size="sm"
            href={formatRoute(['runs', 'gates'], { template: template ?? undefined })}
          >
            All gates of {run.columns[0]?.templateName}
          </Anchor>
        }
      >
        <State
          resource={gates}
          empty={({ items }) =>
            items.length === 0 && (
              <Text size="sm" c="dimmed">
                No gate yet: make one below.
              </Text>
            )
          }
        >
          {({ items }) => <Ask run={run} gates={items} />}
        </State>
      </Section>
      <GateForm run={run} />
      <Section title="Verdicts">
        <State
          resource={verdicts}
          empty={({ items }) =>
            items.length === 0 && (
              <Text size="sm" c="dimmed">
                No gate has judged this run yet.
              </Text>
            )
          }
        >
          {({ items }) => <Verdicts run={run} verdicts={items} />}
        </State>
      </Section>
    </section>
  )
}

function Ask({ run, gates }: { run: Run; gates: readonly Gate[] }) {
  const [gate, setGate] = useState<string | null>(null)
  const [column, setColumn] = useState<string | null>(run.columns.at(-1)?.key ?? null)
  const [isBusy, setBusy] = useState(false)
  const chosen = gates.find(({ id }) => id === gate) ?? gates[0]
  const evaluate = async () => {
    if (chosen === undefined || column === null) return
    setBusy(true)
    try {
      await rpc.gate.evaluate({ gate: chosen.id, run: run.id, column })
      verdictsOf.refresh(run.id)
    } catch (error) {
      tellFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label="Gate"
          w={260}
          data={gates.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen?.id ?? null}
          onChange={setGate}
        />
        <Select
          label="Column"
          w={320}
          data={run.columns.map((one) => ({ value: one.key, label: columnTitle(one) }))}
          value={column}
          onChange={setColumn}
        />
        <Button loading={isBusy} onClick={() => void evaluate()}>
          Judge
        </Button>
      </Group>
      {chosen && (
        <Text size="sm" c="dimmed" mt="xs">
          {describeGate(chosen)}
        </Text>
      )}
    </>
  )
}

function Verdicts({ run, verdicts }: { run: Run; verdicts: readonly GateVerdict[] }) {
  const [latest] = verdicts
  const columnOf = (key: string) => run.columns.find((one) => one.key === key)
  return (
    <>
      {latest && (
        <Notice
          mb="sm"
          tone={latest.isPassed ? 'good' : 'bad'}
          icon={latest.isPassed ? IconCheck : IconX}
          title={`${latest.gateName}: ${latest.isPassed ? 'passed' : 'failed'}`}
        >
          {latest.reason}
        </Notice>
      )}
      <Table aria-label="Verdicts">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Gate</Table.Th>
            <Table.Th>Column</Table.Th>
            <Table.Th>Verdict</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th>When</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {verdicts.map((verdict) => (
            <Table.Tr key={verdict.id}>
              <Table.Td>{verdict.gateName}</Table.Td>
              <Table.Td>
                <Judged column={columnOf(verdict.column)} />
              </Table.Td>
              <Table.Td>
                <Badge>{verdict.isPassed ? 'Passed' : 'Failed'}</Badge>
              </Table.Td>
              <Table.Td>{verdict.reason}</Table.Td>
              <Table.Td>{formatInstant(verdict.createdAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

/** The version that was judged, a way to its history. */
function Judged({ column }: { column: RunColumn | undefined }) {
  if (column === undefined) return '–'
  return (
    <Anchor size="sm" href={addressOf.version(column.templateId, column.version)}>
      {columnTitle(column)}
    </Anchor>
  )
}
