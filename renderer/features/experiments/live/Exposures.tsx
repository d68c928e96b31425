import { Anchor, Table, Text } from '@mantine/core'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { Explained } from '../../../ui/Explained.tsx'
import { formatBasisPoints, formatCount, formatPValue } from '../../../ui/format.ts'
import { Section } from '../../../ui/Page.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'

interface ExposuresProps {
  monitor: Monitor
  experiment: Pick<Experiment, 'templateName' | 'remote' | 'arms'>
}

/** Who got what, and whether the shares are as planned: without that no figure below can be trusted. */
export function Exposures({ monitor, experiment }: ExposuresProps) {
  const { templateName, remote, arms } = experiment
  const versionOf = (arm: string) => arms.find(({ key }) => key === arm)?.version ?? null
  const { srm, excludedUsers, phases } = monitor
  const phase = phases.at(-1)
  return (
    <Section
      title="Exposures"
      hint={`Phase ${phase?.phase ?? 1}, ${formatBasisPoints(phase?.coverageBp ?? 10_000)} of all users take part.`}
    >
      <Table aria-label="Users by arm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Arm</Table.Th>
            <Table.Th ta="right">Share</Table.Th>
            <Table.Th ta="right">Users</Table.Th>
            <Table.Th ta="right">
              <Explained text="As many as the shares say, of all that came.">Expected</Explained>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {srm.arms.map(({ arm, users, expected }) => (
            <Table.Tr key={arm}>
              <Table.Td>
                {arm}{' '}
                {versionOf(arm) !== null && (
                  <Anchor
                    size="sm"
                    underline="always"
                    href={addressOf.published(templateName, versionOf(arm), remote)}
                    title={`What this arm gets of ${templateName}`}
                  >
                    v{versionOf(arm)}
                  </Anchor>
                )}
              </Table.Td>
              <Table.Td ta="right">
                {formatBasisPoints(phase?.arms.find(({ key }) => key === arm)?.weightBp ?? 0)}
              </Table.Td>
              <Table.Td ta="right">{formatCount(users)}</Table.Td>
              <Table.Td ta="right">{formatCount(Math.round(expected))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" mt="xs" c={srm.isMismatch ? 'var(--galley-bad)' : 'dimmed'}>
        <Explained text="Sample ratio mismatch, by a test that holds at every look. Below 0.001 nothing can be concluded.">
          Sample ratio
        </Explained>
        : {srm.isMismatch ? 'not as planned' : 'as planned'}
        {srm.pSequential !== null && `, p = ${formatPValue(srm.pSequential)}`}.
        {excludedUsers > 0 &&
          ` ${formatCount(excludedUsers)} users were seen in two arms and are left out.`}
        {srm.unexpectedUsers > 0 &&
          ` ${formatCount(srm.unexpectedUsers)} users are in an arm that gets no traffic.`}
      </Text>
    </Section>
  )
}
