/** What the page's address calls its workspace by; the parameter that hosts read. */
export const workspaceParameter = 'workspace'

/**
 * Id of the workspace that this page is on; null is the one the host was started with. It stands in the
 * address, not in the page: so tabs and windows can look at different ones, and a reload stays.
 */
export const workspaceOf = (page: Window): string | null =>
  new URLSearchParams(page.location.search).get(workspaceParameter)

/** The same page on another workspace, at its beginning. */
export const workspaceAddress = (id: string, hash = '#/start'): string =>
  `?${new URLSearchParams({ [workspaceParameter]: id })}${hash}`
