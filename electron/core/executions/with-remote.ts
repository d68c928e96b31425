import type pg from 'pg'

/** Runs `work` on a connection to the shared store of that name; handed out by core.ts. */
export type WithRemote = <Result>(
  name: string,
  work: (client: pg.PoolClient) => Promise<Result>,
) => Promise<Result>
