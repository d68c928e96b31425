import { Anchor, Badge, Button, Group, Text, Tooltip } from '@mantine/core'
import type { Experiment } from '#shared/contract/experiment/experiment.ts'
import type { Monitor } from '#shared/contract/experiment/monitor.ts'
import { rpc } from '../../../rpc/page.ts'
import { tell, tellFailure } from '../../../ui/ask.tsx'
import { Figure } from '../../../ui/Figure.tsx'
import { formatCount, formatInstant, formatShare } from '../../../ui/format.ts'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Page, Section } from '../../../ui/Page.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { State } from '../../../ui/State.tsx'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { useTitle } from '../../../ui/shell/titles.ts'
import { experimentOf, monitors } from '../store.ts'
import { statusWords, verdictTones, verdictWords } from '../words.ts'
import { Actions } from './Actions.tsx'
import { Changes } from './Changes.tsx'
import { Exposures } from './Exposures.tsx'
import { MetricTable } from './MetricTable.tsx'
import { OverTime } from './OverTime.tsx'

/** An experiment that was started: what it says now and why, and what can be done about it. */
export function LivePage({ experiment, of }: { experiment: Experiment; of: string }) {
  const { name, status, remote, templateName } = experiment
  const resource = monitors.use(of)
  const monitor = resource.state === 'ready' ? resource.value : null
  useTitle(`experiments/${experimentOf(of).experiment}`, name)
  return (
    <Page
      header={
        <PageHeader
          title={name}
          facts={
            <>
              <Badge>{statusWords[status]}</Badge>
              <LinkBadge href={addressOf.published(templateName, null, remote)}>
                {templateName}
              </LinkBadge>
              {remote !== null && (
                <LinkBadge
                  href={formatRoute(['analytics', remote], { by: 'arm', template: templateName })}
                >
                  {remote}
                </LinkBadge>
              )}
              {remote !== null && (
                <Anchor size="sm" href={formatRoute(['publishing', remote, 'audit'])}>
                  Audit trail
                </Anchor>
              )}
            </>
          }
          actions={
            <>
              <Changes experiment={experiment} of={of} />
              <Actions experiment={experiment} of={of} verdict={monitor?.verdict ?? null} />
            </>
          }
        />
      }
    >
      {experiment.seenAt !== undefined && (
        <Notice tone="warn" mb="sm" title="The shared store cannot be reached">
          The experiment as the last pull saw it, {formatInstant(experiment.seenAt)}.
        </Notice>
      )}
      {experiment.reason !== '' && (
        <Text size="sm" c="dimmed" mb="sm">
          {experiment.winner !== null && `${experiment.winner} was promoted. `}
          {experiment.reason}
        </Text>
      )}
      <State resource={resource}>
        {(value) => (
          <Watched
            experiment={experiment}
            monitor={value}
            onLook={experiment.status === 'active' ? () => void takeLook(of) : null}
          />
        )}
      </State>
    </Page>
  )
}

/** Reads the figures now, though no look is due. */
async function takeLook(of: string): Promise<void> {
  try {
    const { monitor } = await rpc.experiment.status({ ...experimentOf(of), takesLook: true })
    monitors.put(of, monitor)
    tell(`Look ${monitor.look} was taken.`)
  } catch (error) {
    tellFailure(error)
  }
}

interface WatchedProps {
  monitor: Monitor
  /** Null where nothing more is counted. */
  onLook: (() => void) | null
}

function Watched({ monitor, experiment, onLook }: WatchedProps & { experiment: Experiment }) {
  const designed = experiment.design?.metrics ?? []
  return (
    <>
      <VerdictPart monitor={monitor} onLook={onLook} />
      <Exposures monitor={monitor} experiment={experiment} />
      <MetricTable metrics={monitor.metrics} designed={designed} />
      <OverTime history={monitor.history} designed={designed} />
    </>
  )
}

function VerdictPart({ monitor, onLook }: WatchedProps) {
  const { verdict, users, plannedUsers, look, looksPlanned, fullDays, alphaSpent } = monitor
  return (
    <Section
      title={verdictWords[verdict.kind]}
      hint={`Read at ${formatInstant(monitor.at)}${monitor.nextLookAt === null ? '' : `; next look ${formatInstant(monitor.nextLookAt)}`}.`}
      actions={
        onLook !== null && (
          <Tooltip label="Reads the figures now, before the next look is due. It counts, and spends a part of the error level.">
            <Button variant="default" onClick={onLook}>
              Take a look now
            </Button>
          </Tooltip>
        )
      }
    >
      <Notice tone={verdictTones[verdict.kind]} mb="md">
        <Text size="sm">{verdict.explanation}</Text>
        {verdict.caution !== null && <Text size="sm">{verdict.caution}</Text>}
        {/* The sentence above names the first ones already. */}
        {verdict.blockers.filter(isNew(verdict.explanation)).map((blocker) => (
          <Text key={blocker} size="sm">
            {blocker}
          </Text>
        ))}
      </Notice>
      <Group gap="xl">
        <Figure
          label="Users"
          value={`${formatCount(users)} of ${formatCount(plannedUsers)}`}
          explanation="Units that were exposed, over all arms, of those planned."
        />
        <Figure
          label="Look"
          value={looksPlanned === null ? look : `${look} of ${looksPlanned}`}
          explanation="Every counted look spends a part of the error level."
        />
        <Figure
          label="Full days"
          value={fullDays}
          explanation="Days with a beginning and an end since the start of this phase."
        />
        <Figure
          label="Error level spent"
          value={formatShare(alphaSpent)}
          explanation="Of the level that the whole test may spend."
        />
        {monitor.probBest.map(({ arm, probability }) => (
          <Figure
            key={arm}
            label={`${arm} is best`}
            value={formatShare(probability)}
            explanation="Chance to be the best arm on the metric that decides. A companion of the verdict, not the rule."
          />
        ))}
      </Group>
    </Section>
  )
}

const isNew = (said: string) => (blocker: string) => !said.includes(blocker)
