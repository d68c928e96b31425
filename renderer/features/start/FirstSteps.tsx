import { Anchor, List, Text, ThemeIcon } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { Workspace } from '#shared/contract/workspace.ts'
import { Section } from '../../ui/Page.tsx'
import { formatRoute } from '../../ui/shell/route.ts'

type Counts = Workspace['counts']

const steps: readonly {
  title: string
  text: string
  href: string
  isDone: (counts: Counts) => boolean
}[] = [
  {
    title: 'Write a template and save a version',
    text: 'with the preview beside it and errors as you type',
    href: formatRoute(['templates']),
    isDone: (counts) => counts.versions > 0,
  },
  {
    title: 'Import a dataset',
    text: 'from CSV, TSV, XLSX, JSON, YAML or JSON lines',
    href: formatRoute(['datasets', 'import']),
    isDone: (counts) => counts.datasets > 0,
  },
  {
    title: 'Run versions over it and compare',
    text: 'paired, with an interval and the cases that flipped',
    href: formatRoute(['runs', 'new']),
    isDone: (counts) => counts.runs > 0,
  },
  {
    title: 'Publish the better one',
    text: 'to a shared store that production reads; a trial one runs on this machine',
    href: formatRoute(['publishing']),
    isDone: (counts) => counts.remotes > 0,
  },
]

/** The main job in four steps; gone once all four were done. */
export function FirstSteps({ counts }: { counts: Counts }) {
  if (steps.every((step) => step.isDone(counts))) return null
  return (
    <Section title="From text to production">
      <List type="ordered" spacing={6} size="sm">
        {steps.map((step) => (
          <List.Item
            key={step.title}
            icon={
              step.isDone(counts) ? (
                <ThemeIcon size={18} radius="xl" variant="light" color="green">
                  <IconCheck size={12} aria-label="Done" />
                </ThemeIcon>
              ) : undefined
            }
          >
            <Anchor size="sm" href={step.href}>
              {step.title}
            </Anchor>{' '}
            <Text span size="sm" c="dimmed">
              {step.text}
            </Text>
          </List.Item>
        ))}
      </List>
    </Section>
  )
}
