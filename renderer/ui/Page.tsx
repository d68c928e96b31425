import { Paper, Text, Title } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import classes from './Page.module.css'
import { useRoute } from './shell/route.ts'
import { useKeptScroll } from './use-kept-scroll.ts'

interface PageProps {
  header?: ReactNode
  /** Fills the place and scrolls by itself (editors, grids) instead of scrolling as a whole. */
  isFilled?: boolean
  children: ReactNode
}

/** A page: its header stays, the rest scrolls. */
export function Page({ header, isFilled = false, children }: PageProps) {
  const body = useRef<HTMLDivElement>(null)
  const { path } = useRoute()
  useKeptScroll(body, `page/${path.join('/')}`)
  return (
    <section className={classes.page}>
      {header}
      <div ref={body} className={isFilled ? classes.filled : classes.scrolled}>
        {children}
      </div>
    </section>
  )
}

interface SectionProps {
  title: string
  hint?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A titled block of a scrolling page. */
export function Section({ title, hint, actions, children }: SectionProps) {
  return (
    <Paper withBorder p="md" className={classes.section} component="section">
      <div className={classes.sectionHead}>
        <div>
          <Title order={2}>{title}</Title>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        {actions}
      </div>
      {children}
    </Paper>
  )
}
