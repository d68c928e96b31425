import { Button, Group, ScrollArea, Text } from '@mantine/core'
import type { VersionSummary } from '#shared/contract/template.ts'
import { formatAgo, formatInstant } from '../../../ui/format.ts'
import { Verdicts } from './Verdicts.tsx'
import classes from './VersionList.module.css'
import { type Verdict, verdicts } from './verdicts.ts'

const nothing: ReadonlyMap<number, readonly Verdict[]> = new Map()

interface VersionListProps {
  template: string
  versions: readonly VersionSummary[]
  current: number | null
  onCompare: (number: number) => void
  onCompareWithPrevious: (number: number) => void
  onRestore: (number: number) => void
}

/** Newest first: number, note, who and when, and what one can do with it. */
export function VersionList(props: VersionListProps) {
  const runs = verdicts.use(props.template)
  const known = runs.state === 'ready' ? runs.value : nothing
  return (
    <ScrollArea h="100%" type="auto">
      <ol className={classes.list} aria-label="Versions">
        {props.versions.map((version) => (
          <li
            key={version.id}
            className={classes.version}
            data-current={version.number === props.current}
          >
            <Group gap="xs" wrap="nowrap">
              <Text fw={600}>v{version.number}</Text>
              <Text size="xs" c="dimmed" className="mono" title={version.contentHash}>
                {version.contentHash.slice(0, 12)}
              </Text>
            </Group>
            <Text size="sm">{version.note || <span className={classes.none}>No note</span>}</Text>
            <Text size="xs" c="dimmed" title={formatInstant(version.createdAt)}>
              {version.author} · {formatAgo(version.createdAt)}
            </Text>
            <Verdicts verdicts={known.get(version.number) ?? []} />
            <Group gap={6} mt={6}>
              <Button variant="default" onClick={() => props.onCompare(version.number)}>
                Compare with draft
              </Button>
              {version.number > 1 && (
                <Button
                  variant="default"
                  onClick={() => props.onCompareWithPrevious(version.number)}
                >
                  What changed
                </Button>
              )}
              <Button
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
    </ScrollArea>
  )
}
