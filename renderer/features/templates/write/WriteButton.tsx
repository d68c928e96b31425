import { Button } from '@mantine/core'
import { IconWand } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useCommands } from '../../../ui/shell/commands.ts'
import { editorCommands } from '../commands.ts'
import { WriteDialog } from './WriteDialog.tsx'
import { useWriting } from './writing.ts'

const words = {
  idle: 'Write it for me…',
  running: 'Writing…',
  ready: 'See what was written…',
  failed: 'Write it for me…',
} as const

/** Opens the dialog, and says where the writing stands while that is closed. */
export function WriteButton({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false)
  const { state } = useWriting(id)
  const commands = useMemo(() => [{ ...editorCommands.write, run: () => setOpen(true) }], [])
  useCommands(commands)
  return (
    <>
      <Button
        ml="auto"
        variant={state === 'ready' ? 'filled' : 'default'}
        leftSection={<IconWand size={14} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {words[state]}
      </Button>
      <WriteDialog id={id} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  )
}
