import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from '../inputs/InputsPane.module.css'

export type View = 'form' | 'json'

interface ViewSwitchProps {
  label: string
  view: View
  onView: (view: View) => void
  children: ReactNode
}

/** Form or JSON: two views of one schema, with what can be done to it beside them. */
export function ViewSwitch({ label, view, onView, children }: ViewSwitchProps) {
  return (
    <div className={classes.views}>
      <SegmentedControl
        aria-label={label}
        value={view}
        onChange={(next) => onView(next === 'json' ? 'json' : 'form')}
        data={[
          { value: 'form', label: 'Form' },
          { value: 'json', label: 'JSON' },
        ]}
      />
      {children}
    </div>
  )
}
