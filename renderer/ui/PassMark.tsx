import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'

/** Passed or failed, told by shape and word; the colour is an extra. */
export function PassMark({ isPassed }: { isPassed: boolean }) {
  const Icon = isPassed ? IconCircleCheck : IconCircleX
  const colour = isPassed ? 'var(--galley-good)' : 'var(--galley-bad)'
  return (
    <Icon
      size={14}
      role="img"
      aria-label={isPassed ? 'Passed' : 'Failed'}
      style={{ color: colour, flex: 'none', verticalAlign: '-2px' }}
    />
  )
}
