import { Group, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import type { GateState as Gate } from '#shared/contract/promotion.ts'
import { formatInstant } from '../../../ui/format.ts'
import { EvidenceTable } from './EvidenceTable.tsx'

const marks = { done: IconCircleCheck, open: IconCircleDashed, bad: IconCircleX }
const tones = {
  done: 'var(--galley-good)',
  open: 'var(--mantine-color-dimmed)',
  bad: 'var(--galley-bad)',
}

/** What the label asks for, point by point, and what the version has of it. */
export function GateState({ gate, label }: { gate: Gate; label: string }) {
  if (!gate.isProtected) {
    return <Text size="sm">{label} is not protected: an author may move it.</Text>
  }
  const gateName = gate.gate === null ? 'a gate' : `the gate “${gate.gate}”`
  const enough = gate.approvals.length >= gate.requiredApprovals
  return (
    <>
      <Point state="open" text="Moving it needs the publisher role in the store." />
      {gate.hasStood && (
        <Point state="done" text={`${label} stood on it before: it may come back as it is.`} />
      )}
      {gate.requiresGate && (
        <Point
          state={
            gate.gateState === 'passed' ? 'done' : gate.gateState === 'failed' ? 'bad' : 'open'
          }
          text={`It asks that ${gateName} passed: ${gate.gateState === 'missing' ? 'no run was judged yet' : gate.gateState}.`}
        />
      )}
      {gate.requiredApprovals > 0 && (
        <Point
          state={enough ? 'done' : 'open'}
          text={`${gate.approvals.length} of ${gate.requiredApprovals} approvals by others than the author.`}
        />
      )}
      {gate.approvals.map(({ actor, at, comment }) => (
        <Said key={`${actor} ${at}`} who={actor} at={at} what={`approved. ${comment}`} />
      ))}
      {gate.rejections.map(({ actor, at, comment }) => (
        <Point key={`${actor} ${at}`} state="bad" text={`${actor} rejected it. ${comment}`} />
      ))}
      {gate.evidence !== null && <EvidenceTable evidence={gate.evidence} />}
    </>
  )
}

function Point({ state, text }: { state: keyof typeof marks; text: string }) {
  const Mark = marks[state]
  return (
    <Group gap={6} wrap="nowrap">
      <Mark size={16} color={tones[state]} aria-hidden />
      <Text size="sm">{text}</Text>
    </Group>
  )
}

function Said({ who, at, what }: { who: string; at: string; what: string }) {
  return (
    <Text size="sm" c="dimmed" ml={22} title={formatInstant(at)}>
      {who} {what}
    </Text>
  )
}
