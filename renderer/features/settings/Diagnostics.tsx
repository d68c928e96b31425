import { Button, CopyButton, Table } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { Workspace } from '#shared/contract/workspace.ts'
import { formatCounted } from '../../ui/format.ts'
import { Section } from '../../ui/Page.tsx'
import { State } from '../../ui/State.tsx'
import { workspace } from './workspace.ts'

/** What somebody who helps would ask for; nothing of it is a text or a key. */
function factsOf(value: Workspace): readonly (readonly [string, string])[] {
  const host = window.location.protocol === 'app:' ? 'desktop app' : 'browser host'
  const { counts } = value
  return [
    ['Galley', value.galleyVersion],
    ['Host', host],
    ['Browser', navigator.userAgent],
    ['Language', navigator.language],
    ['Window', `${window.innerWidth} × ${window.innerHeight}, scale ${window.devicePixelRatio}`],
    ['Schema', `v${value.schemaVersion}`],
    [
      'Holds',
      [
        `${formatCounted(counts.templates, 'template')}`,
        `${formatCounted(counts.versions, 'version')}`,
        `${formatCounted(counts.cases, 'case')}`,
        `${formatCounted(counts.results, 'result')}`,
      ].join(', '),
    ],
  ]
}

export function Diagnostics() {
  const resource = workspace.use('current')
  return (
    <Section
      title="Diagnostics"
      hint="For a report of a fault. It holds counts and versions, no text of yours. “npm run doctor” checks the machine."
    >
      <State resource={resource}>
        {(value) => {
          const facts = factsOf(value)
          return (
            <>
              <Table aria-label="Diagnostics">
                <Table.Tbody>
                  {facts.map(([label, fact]) => (
                    <Table.Tr key={label}>
                      <Table.Th w={140}>{label}</Table.Th>
                      <Table.Td className="mono">{fact}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <CopyButton value={facts.map(([label, fact]) => `${label}: ${fact}`).join('\n')}>
                {({ copied, copy }) => (
                  <Button
                    mt="sm"
                    variant="default"
                    leftSection={
                      copied ? (
                        <IconCheck size={14} aria-hidden />
                      ) : (
                        <IconCopy size={14} aria-hidden />
                      )
                    }
                    onClick={copy}
                  >
                    {copied ? 'Copied' : 'Copy all'}
                  </Button>
                )}
              </CopyButton>
            </>
          )
        }}
      </State>
    </Section>
  )
}
