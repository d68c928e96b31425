import { Tooltip } from '@mantine/core'
import { formatRoute } from '../ui/shell/route.ts'
import { features } from './features.ts'
import classes from './Rail.module.css'

/** One icon per noun; the name is read out and shown on hover. */
export function Rail({ current }: { current: string }) {
  return (
    <nav className={classes.rail} aria-label="Areas" data-region="rail">
      {features.map((feature) => (
        <Tooltip key={feature.id} label={feature.title} position="right">
          <a
            className={classes.item}
            href={formatRoute([feature.id])}
            aria-label={feature.title}
            aria-current={feature.id === current ? 'page' : undefined}
            data-last={feature.id === features.at(-1)?.id}
          >
            <feature.icon size={20} stroke={1.6} aria-hidden />
          </a>
        </Tooltip>
      ))}
    </nav>
  )
}
