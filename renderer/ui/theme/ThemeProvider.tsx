import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './global.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { type ReactNode, useMemo } from 'react'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { type Density, galleyTheme } from './theme.ts'

interface DensityState {
  readonly density: Density
  readonly setDensity: (density: Density) => void
}

/** How close rows and controls stand; kept per browser profile. */
export const useDensity = create<DensityState>()(
  persist((set) => ({ density: 'comfortable', setDensity: (density) => set({ density }) }), {
    name: 'galley.density',
  }),
)

const colorSchemes = localStorageColorSchemeManager({ key: 'galley.theme' })

/** Theme, dialogs and notices for everything inside. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const density = useDensity((state) => state.density)
  const theme = useMemo(() => galleyTheme(density), [density])
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colorSchemes}>
      <ModalsProvider labels={{ confirm: 'Continue', cancel: 'Cancel' }}>{children}</ModalsProvider>
      <Notifications position="bottom-right" autoClose={5000} limit={4} />
    </MantineProvider>
  )
}
