import { ActionIcon, Anchor, Group, Table, Text, Tooltip } from '@mantine/core'
import { IconGauge, IconTrash } from '@tabler/icons-react'
import type { Gate, GivenVerdict } from '#shared/contract/gate.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tellFailure } from '../../../ui/ask.tsx'
import { formatAgo } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/LinkButton.tsx'
import { OnlyOf } from '../../../ui/OnlyOf.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { PassMark } from '../../../ui/PassMark.tsx'
import { Empty, State } from '../../../ui/State.tsx'
import { formatRoute, type Route } from '../../../ui/shell/route.ts'
import { useName } from '../names.ts'
import { gateOverview, refreshGates } from './gates.ts'
import { describeGate } from './words.ts'

/** `#/runs/gates`, `#/runs/gates?template=ID`: what each gate asks, of which template, and what it said. */
export function AllGates({ route }: { route: Route }) {
  const { template } = route.query
  const overview = gateOverview.use(template ?? 'all')
  const name = useName('template', template)
  return (
    <Page
      header={
        <PageHeader
          title="Gates"
          facts={
            template !== undefined && (
              <OnlyOf all={formatRoute(['runs', 'gates'])} allLabel="Show all gates">
                {`Only those that hold for ${name}`}
              </OnlyOf>
            )
          }
        />
      }
    >
      <State
        resource={overview}
        empty={(items) =>
          items.length === 0 && (
            <Empty
              icon={IconGauge}
              title="No gate yet"
              actions={<LinkButton href={formatRoute(['runs'])}>Choose a run</LinkButton>}
            >
              A gate says what a run must show before a label may move. It is made beside the
              numbers of a run, under “Gates”.
            </Empty>
          )
        }
      >
        {(items) => (
          <Table aria-label="Gates" verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Gate</Table.Th>
                <Table.Th>Holds for</Table.Th>
                <Table.Th>Asks</Table.Th>
                <Table.Th>What it said last</Table.Th>
                <Table.Th w={40} aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ gate, verdicts }) => (
                <GateRow key={gate.id} gate={gate} verdicts={verdicts} />
              ))}
            </Table.Tbody>
          </Table>
        )}
      </State>
    </Page>
  )
}

function GateRow({ gate, verdicts }: { gate: Gate; verdicts: readonly GivenVerdict[] }) {
  const { name, templateId, templateName } = gate
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td>
        {templateId === null ? (
          'every template'
        ) : (
          <Anchor size="sm" href={formatRoute(['templates', templateId, 'history'])}>
            {templateName}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td maw={360}>
        {describeGate(gate)}
        {gate.label !== null && (
          <>
            {' '}
            (
            <Anchor
              size="sm"
              underline="always"
              href={formatRoute(['templates'], { label: gate.label })}
            >
              what is live there
            </Anchor>
            )
          </>
        )}
      </Table.Td>
      <Table.Td>
        <Said verdicts={verdicts} />
      </Table.Td>
      <Table.Td>
        <Tooltip label={`Remove ${name}`}>
          <ActionIcon aria-label={`Remove ${name}`} onClick={() => remove(gate)}>
            <IconTrash size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  )
}

const SHOWN = 5

/** The latest verdicts, each a way to the run it was given on. */
function Said({ verdicts }: { verdicts: readonly GivenVerdict[] }) {
  if (verdicts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nobody has asked it yet.
      </Text>
    )
  }
  const rest = verdicts.length - SHOWN
  return (
    <>
      {verdicts.slice(0, SHOWN).map(({ id, run, isPassed, reason, createdAt, ...about }) => (
        <Group key={id} gap={6} wrap="nowrap" title={reason}>
          <PassMark isPassed={isPassed} />
          <Anchor size="sm" href={formatRoute(['runs', run, 'gates'])}>
            {about.templateName} v{about.version} · {about.evidence.model.replace(/^recorded:/, '')}
          </Anchor>
          <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {formatAgo(createdAt)}
          </Text>
        </Group>
      ))}
      {rest > 0 && (
        <Text size="xs" c="dimmed">
          and {rest} more versions and models
        </Text>
      )}
    </>
  )
}

/** Asks first: a gate that comes back is another one to its old verdicts. */
function remove({ id, name, label }: Gate): void {
  askOnce({
    title: `Remove the gate ${name}?`,
    text: `${label === null ? 'It is asked no more' : `It guards ${label} no more`}. The verdicts it gave stay with their runs.`,
    confirm: 'Remove it',
    onConfirm: () => void rpc.gate.remove({ gate: id }).then(refreshGates, tellFailure),
  })
}
