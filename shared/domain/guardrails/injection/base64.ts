const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Int8Array(128).fill(-1)
for (let at = 0; at < alphabet.length; at += 1) sextets[alphabet.charCodeAt(at)] = at
sextets[45] = 62
sextets[95] = 63

/** Decodes base64 or base64url. Own code because this folder has neither Node's nor the page's types. */
export function decodeBase64(text: string): Uint8Array {
  const clean = text.replace(/=+$/, '')
  const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4))
  let bits = 0
  let held = 0
  let length = 0
  for (let at = 0; at < clean.length; at += 1) {
    const value = sextets[clean.charCodeAt(at)] ?? -1
    if (value < 0) return bytes.slice(0, length)
    held = ((held << 6) | value) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[length] = (held >> bits) & 0xff
    length += 1
  }
  return bytes.slice(0, length)
}
