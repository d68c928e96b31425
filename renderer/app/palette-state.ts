import { createSpotlight } from '@mantine/spotlight'
import { create } from 'zustand'

/** What the palette searches: all commands and objects, or only templates by name. */
export type PaletteScope = 'everything' | 'templates'

export const [paletteStore, palette] = createSpotlight()

export const usePaletteScope = create<{ scope: PaletteScope }>(() => ({ scope: 'everything' }))

/** Opens the palette; pressed again it closes it. */
export function openPalette(scope: PaletteScope): void {
  const isShown = paletteStore.getState().opened && usePaletteScope.getState().scope === scope
  usePaletteScope.setState({ scope })
  if (isShown) palette.close()
  else palette.open()
}
