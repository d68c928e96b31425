import { createSpotlight } from '@mantine/spotlight'
import { create } from 'zustand'

/** What the palette searches: all commands and objects, or only templates by name. */
export type PaletteScope = 'everything' | 'templates'

export const [paletteStore, palette] = createSpotlight()

export const usePaletteScope = create<{ scope: PaletteScope }>(() => ({ scope: 'everything' }))

/** Opens the palette; pressed again it closes it. */
export function openPalette(scope: PaletteScope): void {
  usePaletteScope.setState({ scope })
  palette.open()
}
