import { List, Stack, Text } from '@mantine/core'
import type { SharedGuardrail } from '#shared/contract/guardrail.ts'

/** The words for how a guardrail stands in a store. */
export const stateWords: Record<SharedGuardrail['state'], { word: string; explanation: string }> = {
  new: { word: 'not there', explanation: 'Publishing adds it to the store.' },
  changed: { word: 'differs', explanation: 'Publishing replaces what stands in the store.' },
  same: { word: 'the same', explanation: 'The store says what this workspace says.' },
  only_there: {
    word: 'only there',
    explanation: 'A colleague put it there. Publishing leaves it alone.',
  },
}

/** Whether publishing would change something there. */
export const isDue = ({ state }: SharedGuardrail): boolean => state === 'new' || state === 'changed'

const sentenceOf = ({ state, isEnabledHere, isEnabledThere }: SharedGuardrail): string => {
  if (state === 'new') return isEnabledHere === true ? 'is added, on' : 'is added, off'
  if (isEnabledHere === isEnabledThere) return 'is replaced by what this workspace says'
  return isEnabledHere === true ? 'is switched on' : 'is switched off'
}

/** What publishing does, a line each, before it is done. */
export function PlannedChanges({ items }: { items: readonly SharedGuardrail[] }) {
  return (
    <Stack gap="sm">
      <Text size="sm">Production services follow at once, all of it or nothing:</Text>
      <List size="sm" aria-label="What is published">
        {items.map((item) => (
          <List.Item key={item.name}>
            {item.name} {sentenceOf(item)}
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}
