import type { Rendered } from '#shared/contract/render.ts'
import type { Content } from '#shared/contract/template.ts'
import type { NunjucksRenderer, RenderContext } from './context.ts'
import { renderJinja } from './jinja.ts'
import { renderNunjucks } from './nunjucks-content.ts'

/** The one way to turn content and bindings into a prompt, for previews, runs and the command line. */
export interface Renderer {
  /**
   * Throws GalleyError `template_syntax`, `undefined_variable` or `template_failed`, each with
   * template, message index, line and column in `where` and, where one is near, a suggestion; and
   * `invalid_input` for bindings that are not one JSON object.
   */
  render(content: Content, context: RenderContext, templateName: string): Promise<Rendered>
}

export function createRenderer(nunjucks: NunjucksRenderer): Renderer {
  return {
    // Async, so that an error of the jinja2 engine, which is synchronous, is a rejection as well.
    async render(content, context, templateName) {
      return content.dialect === 'nunjucks'
        ? renderNunjucks(content, context, templateName, nunjucks)
        : renderJinja(content, context, templateName)
    },
  }
}
