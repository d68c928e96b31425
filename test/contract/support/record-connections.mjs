// Loaded into every Node process of a session (NODE_OPTIONS=--import): writes down each attempt to
// leave the machine, and to look up a name, before anything is sent.
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const file = process.env.CONNECTIONS_FILE
const note = (what) => appendFileSync(file, `${what}\n`)
note(`process ${process.argv[1] ?? 'node'}`)

/** `connect` takes an options object, a path, or a port and a host. */
function targetOf(first, second) {
  if (typeof first === 'object') return first.path ?? `${first.host ?? 'localhost'}:${first.port}`
  return typeof second === 'string' ? `${second}:${first}` : `localhost:${first}`
}

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function record(...args) {
  // net.connect hands its arguments on as one list.
  note(`connect ${targetOf(...(Array.isArray(args[0]) ? args[0] : args))}`)
  return connect.apply(this, args)
}
for (const holder of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']) {
    const original = holder[name]
    holder[name] = (...args) => {
      note(`lookup ${args[0]}`)
      return original.apply(holder, args)
    }
  }
}
const createSocket = dgram.createSocket
dgram.createSocket = (...args) => {
  note('datagram')
  return createSocket(...args)
}
syncBuiltinESMExports()
