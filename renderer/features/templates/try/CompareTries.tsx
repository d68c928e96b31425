import { Button, Group, Modal, Text } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useState } from 'react'
import type { KeptTry } from '#shared/contract/model.ts'
import { TextDiff } from '../../../ui/editor/TextDiff.tsx'
import classes from './TryPane.module.css'

const nameOf = ({ model, version }: KeptTry) =>
  `${model.replace(/^(provider|recorded):/, '')} on ${version === null ? 'a draft' : `v${version}`}`

/** Two answers side by side, the older one on the left. */
export function CompareTries({ before, after }: { before: KeptTry; after: KeptTry }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Group className={classes.bar} gap="xs">
      <Text size="sm" role="status">
        Two answers chosen.
      </Text>
      <Button
        variant="default"
        leftSection={<IconArrowsDiff size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Compare them
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="90%"
        title={`${nameOf(before)} → ${nameOf(after)}`}
      >
        <div style={{ height: '70vh' }}>
          <TextDiff before={before.output} after={after.output} language="plaintext" />
        </div>
      </Modal>
    </Group>
  )
}
