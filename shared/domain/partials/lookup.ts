/** The partials a content has taken over, by name. */
type TakenPartials = Readonly<Record<string, { readonly text: string }>>

/**
 * The text of a partial by its name, in the form the engine asks for it; `undefined` for a name that
 * was not taken over. Names come from templates, so `constructor` must find nothing.
 */
export const partialLookup =
  (partials: TakenPartials | undefined) =>
  (name: string): string | undefined =>
    partials !== undefined && Object.hasOwn(partials, name) ? partials[name]?.text : undefined

/** All texts of the author in a content: the messages' and the partials', joined by line ends. */
export function authoredText(content: {
  readonly body:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'messages'; readonly messages: readonly object[] }
  readonly partials?: TakenPartials | undefined
}): string {
  const { body, partials = {} } = content
  const own =
    body.kind === 'text'
      ? [body.text]
      : body.messages.flatMap((message) =>
          'content' in message && typeof message.content === 'string' ? [message.content] : [''],
        )
  return [...own, ...Object.values(partials).map(({ text }) => text)].join('\n')
}
