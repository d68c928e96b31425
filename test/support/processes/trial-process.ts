// A process that starts a trial server in the given folder, says on which port, and waits to be killed.
import { startServer } from '#core/publishing/trial/server.ts'

const server = await startServer({ folder: process.argv[2] ?? '', settings: { fsync: 'off' } })
console.log(server.port)
setInterval(() => {}, 1000)
