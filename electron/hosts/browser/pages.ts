const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => entities[mark] ?? mark)

/** A page with one sentence, for people who reach an address without a session. */
export const sentencePage = (title: string, sentence: string, head = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)} · Galley</title>${head}
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:20vh auto;padding:0 1rem;
color-scheme:light dark}</style></head>
<body><h1>${escaped(title)}</h1><p>${escaped(sentence)}</p></body></html>
`

/**
 * Goes on to the workbench. A strict cookie set on the way of a link from another site is not sent
 * along a redirect; a navigation that this page starts does carry it.
 */
export const enterPage = () =>
  sentencePage('Opening Galley', 'One moment …', '<meta http-equiv="refresh" content="0;url=./">')
