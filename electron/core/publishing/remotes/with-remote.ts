import type pg from 'pg'

/** Runs `work` on a connection to the shared store of that name; core.ts hands it to other nouns. */
export type WithRemote = <Result>(
  name: string,
  work: (client: pg.PoolClient) => Promise<Result>,
) => Promise<Result>
