import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Judgement } from '#shared/contract/run/result.ts'
import type { Run } from '#shared/contract/run/run.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure } from '../../../ui/ask.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { refreshRun } from '../progress.ts'
import { resultDetail } from '../store.ts'

interface RatingProps {
  run: Run
  result: number
  judgements: readonly Judgement[]
}

/** A person's own verdict: it moves the result, and every earlier verdict stays on record. */
export function Rating({ run, result, judgements }: RatingProps) {
  const [note, setNote] = useState('')
  const rate = async (isPassed: boolean) => {
    try {
      const detail = await rpc.run.rate({ run: run.id, result, isPassed, note })
      resultDetail.put(`${run.id} ${result}`, detail)
      setNote('')
      refreshRun(run.id)
    } catch (error) {
      tellFailure(error)
    }
  }
  return (
    <section aria-label="Your verdict">
      <Title order={3}>Your verdict</Title>
      <Group gap="xs" align="flex-end">
        <TextInput
          flex={1}
          aria-label="Note"
          placeholder="Why, in a few words"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={<IconCheck size={14} aria-hidden />}
          onClick={() => void rate(true)}
        >
          Pass
        </Button>
        <Button
          variant="default"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={() => void rate(false)}
        >
          Fail
        </Button>
      </Group>
      {judgements.map((one) => (
        <Text key={`${one.kind} ${one.createdAt}`} size="sm" mt={4}>
          {one.isPassed ? '✓' : '✗'} {one.kind}
          {one.author && ` by ${one.author}`}, {formatInstant(one.createdAt)}
          {one.reason && `: ${one.reason}`}
        </Text>
      ))}
    </section>
  )
}
