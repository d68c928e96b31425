import { Code, Drawer, Stack, Text, Title } from '@mantine/core'
import type { DraftRow } from '#shared/contract/dataset/editing.ts'

interface CaseDrawerProps {
  value: DraftRow | null
  onClose: () => void
}

const print = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 2)

/** Everything about one case. */
export function CaseDrawer({ value, onClose }: CaseDrawerProps) {
  return (
    <Drawer
      opened={value !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={value === null ? '' : value.ordinal === null ? 'A new case' : `Case ${value.ordinal}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {value !== null && (
        <Stack gap="sm">
          {Object.entries(value.inputs).map(([name, input]) => (
            <Block key={name} title={name} text={print(input)} />
          ))}
          {value.expected !== null && <Block title="Expected" text={print(value.expected)} />}
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
