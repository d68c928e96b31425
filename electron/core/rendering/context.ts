import type { Bindings } from '#shared/contract/base.ts'

/** The bindings of one render, parsed or as JSON text; the text wins, because it keeps 1.0 and big integers. */
export interface RenderContext {
  bindings?: Bindings
  bindingsJson?: string
}

/** Renders nunjucks-dialect text; made by `openNunjucksRenderer`, which runs processes that can be ended. */
export interface NunjucksRenderer {
  render(text: string, bindings: Bindings, options?: { isStrict?: boolean }): Promise<string>
  close(): void | Promise<void>
}
