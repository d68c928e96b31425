import { connect } from './client.ts'

/** The one client of this page: every feature asks the core through it. */
export const { rpc, connection } = connect()
