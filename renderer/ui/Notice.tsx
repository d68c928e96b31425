import { Alert, type MantineSpacing, type StyleProp } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconInfoCircle, type IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import classes from './Notice.module.css'

type NoticeTone = 'plain' | 'good' | 'warn' | 'bad'

interface NoticeProps {
  tone?: NoticeTone
  title?: ReactNode
  /** In place of the tone's own. */
  icon?: ComponentType<IconProps>
  /** Read out at once by a screen reader: for what has gone wrong, not for what is so. */
  isUrgent?: boolean
  /** Over the whole width of a pane. */
  isFlush?: boolean
  onClose?: (() => void) | undefined
  mt?: StyleProp<MantineSpacing>
  mb?: StyleProp<MantineSpacing>
  children?: ReactNode
}

const icons: Record<NoticeTone, ComponentType<IconProps>> = {
  plain: IconInfoCircle,
  good: IconCheck,
  warn: IconAlertTriangle,
  bad: IconAlertTriangle,
}

/** Something a page has to say beside its contents: how things stand, or what needs an eye. */
export function Notice({
  tone = 'plain',
  icon: Icon = icons[tone],
  isUrgent = false,
  isFlush = false,
  onClose,
  ...rest
}: NoticeProps) {
  return (
    <Alert
      {...rest}
      // A role of its own for each would have every standing sentence interrupt the reader.
      role={isUrgent ? 'alert' : 'note'}
      classNames={classes}
      mod={{ tone, flush: isFlush }}
      icon={<Icon size={18} aria-hidden />}
      {...(onClose ? { withCloseButton: true, closeButtonLabel: 'Dismiss', onClose } : {})}
    />
  )
}
