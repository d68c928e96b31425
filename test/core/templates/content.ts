/** Content of one text, everything else as the contract fills it in. */
export const text = (text: string) => ({ body: { kind: 'text' as const, text } })

/** Content of messages given as [role, content]. */
export const chat = (...messages: ['system' | 'user' | 'assistant', string][]) => ({
  body: {
    kind: 'messages' as const,
    messages: messages.map(([role, content]) => ({ role, content })),
  },
})
