import { Anchor, Code, Drawer, Group, Stack, Text, Title } from '@mantine/core'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { DraftRow } from '#shared/contract/dataset/editing.ts'
import { readSource } from '#shared/domain/captured/execution.ts'
import { addressOf } from '../../../ui/shell/addresses.ts'
import { formatRoute } from '../../../ui/shell/route.ts'
import { CaseResults } from './CaseResults.tsx'

interface CaseDrawerProps {
  dataset: Dataset
  /** Of the dataset, that the case is from. */
  version: number
  value: Omit<DraftRow, 'row' | 'state'> | null
  /** What its results are kept by; null for a case that no version holds yet. */
  caseId: string | null
  onClose: () => void
}

const print = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2)

/** Everything about one case. */
export function CaseDrawer({ dataset, version, value, caseId, onClose }: CaseDrawerProps) {
  return (
    <Drawer
      opened={value !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={
        value === null
          ? ''
          : value.ordinal === null
            ? 'A new case'
            : `Case ${value.ordinal} of ${dataset.name} v${version}`
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {value !== null && (
        <Stack gap="sm">
          <Group gap="sm">
            <Anchor
              size="sm"
              href={formatRoute(['runs'], { ofDataset: dataset.id, ofVersion: version })}
            >
              Runs over v{version}
            </Anchor>
            <Source value={value.metadata.source} />
          </Group>
          {Object.entries(value.inputs).map(([name, input]) => (
            <Block key={name} title={name} text={print(input)} />
          ))}
          {value.expected !== null && <Block title="Expected" text={print(value.expected)} />}
          {caseId !== null && <CaseResults dataset={dataset.id} id={caseId} />}
          {value.split !== null && <Text size="sm">Split: {value.split}</Text>}
          {value.tags.length > 0 && <Text size="sm">Tags: {value.tags.join(', ')}</Text>}
          {Object.entries(value.metadata).map(([name, fact]) => (
            <Block key={name} title={name} text={print(fact)} />
          ))}
          {value.checks !== null && <Block title="Checks" text={print(value.checks)} />}
          {Object.entries(value.recordedOutputs).map(([model, output]) => (
            <Block key={model} title={`Recorded: ${model}`} text={output} />
          ))}
        </Stack>
      )}
    </Drawer>
  )
}

/** Where a case that was kept from production comes from. */
function Source({ value }: { value: unknown }) {
  const source = readSource(value)
  if (source === null) return null
  const { remote, id, templateName, templateVersion } = source
  return (
    <>
      <Anchor size="sm" href={addressOf.published(templateName, templateVersion, remote)}>
        Rendered by {templateName}
        {templateVersion !== null && ` v${templateVersion}`}
      </Anchor>
      <Anchor size="sm" href={addressOf.execution(remote, id)}>
        The execution in {remote}
      </Anchor>
    </>
  )
}

function Block({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <Title order={3}>{title}</Title>
      <Code block style={{ whiteSpace: 'pre-wrap' }}>
        {text}
      </Code>
    </div>
  )
}
