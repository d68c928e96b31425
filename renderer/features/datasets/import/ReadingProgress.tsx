import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { formatBytes, formatDuration } from '../../../ui/format.ts'
import { resetImport, stepWords, useImport } from './import-store.ts'

/** How far sending, reading or importing is, with a way to stop. */
export function ReadingProgress() {
  const { state, progress } = useImport()
  if (state !== 'sending' && state !== 'reading' && state !== 'importing') return null
  const { doneBytes = 0, totalBytes = 0, remainingMs = null } = progress ?? {}
  const percent = totalBytes === 0 ? 0 : (100 * doneBytes) / totalBytes
  return (
    <Stack gap={6} p="md" role="status" aria-live="off">
      <Group justify="space-between">
        <Text size="sm">
          {stepWords[state]} {formatBytes(doneBytes)} of {formatBytes(totalBytes)}
          {remainingMs !== null && ` · ${formatDuration(remainingMs)} left`}
        </Text>
        <Button variant="default" onClick={resetImport}>
          Stop
        </Button>
      </Group>
      <Progress value={percent} aria-label={`${stepWords[state]} the file`} />
    </Stack>
  )
}
