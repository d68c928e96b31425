import { ScrollArea, Text } from '@mantine/core'
import { useMemo } from 'react'
import type { Content } from '#shared/contract/template.ts'
import { TextDiff } from '../../../ui/editor/TextDiff.tsx'
import { NearView } from '../../../ui/NearView.tsx'
import classes from './ContentComparison.module.css'
import { isChanged, type Part, partsOf } from './parts.ts'

interface Side {
  /** As in "the draft", "v3", "production in trial (v3)". */
  readonly name: string
  readonly content: Content
}

/** Two contents side by side, part by part: what changed in full, what did not by its name. */
export function ContentComparison({ before, after }: { before: Side; after: Side }) {
  const parts = useMemo(
    () => partsOf(before.content, after.content),
    [before.content, after.content],
  )
  const changed = parts.filter(isChanged)
  const rest = parts.filter((part) => !isChanged(part) && part.before !== '')
  if (changed.length === 0) {
    return (
      <Text p="md" c="dimmed" role="status">
        No difference between {before.name} and {after.name}.
      </Text>
    )
  }
  return (
    <ScrollArea h="100%" type="auto">
      {changed.map((part) => (
        <PartDiff key={part.title} part={part} names={[before.name, after.name]} />
      ))}
      {rest.length > 0 && (
        <Text size="xs" c="dimmed" px="sm" py={6}>
          Unchanged: {rest.map(({ title }) => title.toLowerCase()).join(' · ')}
        </Text>
      )}
    </ScrollArea>
  )
}

/** Pixels: 20 a line, and a little around; unchanged stretches fold, so more is rarely needed. */
const heightOf = ({ before, after }: Part) =>
  Math.min(520, 60 + 20 * Math.max(...[before, after].map((text) => text.split('\n').length)))

function PartDiff({ part, names: [before, after] }: { part: Part; names: [string, string] }) {
  const height = heightOf(part)
  return (
    <section aria-label={part.title}>
      <h2 className={classes.title}>
        {part.title}
        <span className={classes.sides}>
          {before} → {after}
        </span>
      </h2>
      <NearView estimatedHeight={height} standIn={<span />}>
        <div style={{ height }}>
          <TextDiff
            before={part.before}
            after={part.after}
            language={part.language}
            labels={[`${part.title}: ${before}`, `${part.title}: ${after}`]}
          />
        </div>
      </NearView>
    </section>
  )
}
