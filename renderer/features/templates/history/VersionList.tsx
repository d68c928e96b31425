import { Button, Group, Text } from '@mantine/core'
import type { Template, VersionSummary } from '#shared/contract/template.ts'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import { LinkBadge } from '../../../ui/LinkBadge.tsx'
import type { Resource } from '../../../ui/resource.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { GateVerdicts } from './GateVerdicts.tsx'
import { gateVerdicts } from './gate-verdicts.ts'
import { Verdicts } from './Verdicts.tsx'
import classes from './VersionList.module.css'
import { verdicts } from './verdicts.ts'

type ByVersion<Value> = Resource<ReadonlyMap<number, readonly Value[]>>

/** Nothing until it is known: the versions stand there without waiting for it. */
const of = <Value,>(known: ByVersion<Value>, version: number): readonly Value[] =>
  known.state === 'ready' ? (known.value.get(version) ?? []) : []

interface VersionListProps {
  template: string
  labels: Template['labels']
  versions: readonly VersionSummary[]
  current: number | null
  onCompare: (number: number) => void
  onCompareWithPrevious: (number: number) => void
  onRestore: (number: number) => void
}

/** Newest first: number, note, who and when, and what one can do with it. */
export function VersionList(props: VersionListProps) {
  const runs = verdicts.use(props.template)
  const gates = gateVerdicts.use(props.template)
  return (
    <ol className={classes.list} aria-label="Versions">
      {props.versions.map((version) => (
        <li
          key={version.id}
          className={classes.version}
          data-current={version.number === props.current}
          ref={version.number === props.current ? intoView : undefined}
        >
          <Group gap="xs" wrap="nowrap">
            <Text fw={600}>v{version.number}</Text>
            <Text size="xs" c="dimmed" className="mono" title={version.contentHash}>
              {version.contentHash.slice(0, 12)}
            </Text>
            <Labels labels={props.labels.filter((one) => one.version === version.number)} />
          </Group>
          <Text size="sm">{version.note || <span className={classes.none}>No note</span>}</Text>
          <Text size="xs" c="dimmed" title={formatInstant(version.createdAt)}>
            {version.author} · {formatAgo(version.createdAt)}
          </Text>
          <Verdicts verdicts={of(runs, version.number)} />
          <GateVerdicts verdicts={of(gates, version.number)} />
          <Group gap={6} mt={6}>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => props.onCompare(version.number)}
            >
              Compare with draft
            </Button>
            {version.number > 1 && (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => props.onCompareWithPrevious(version.number)}
              >
                What changed
              </Button>
            )}
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Restore v${version.number}`}
              onClick={() => props.onRestore(version.number)}
            >
              Restore
            </Button>
          </Group>
        </li>
      ))}
    </ol>
  )
}

/** A way leads to one version of many. */
const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/** Where it is live, each a way to that store. */
function Labels({ labels }: { labels: Template['labels'] }) {
  return labels.map(({ remote, label }) => (
    <LinkBadge
      key={`${remote}/${label}`}
      href={formatRoute(['publishing', remote])}
      variant="light"
      color="ink"
    >
      {label} in {remote}
    </LinkBadge>
  ))
}
