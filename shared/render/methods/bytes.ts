import { failure } from '../errors.ts'
import { builtin, type NativeFunction } from '../runtime/builtin.ts'
import { isBytes } from '../values/types.ts'
import { decodeUtf8 } from '../values/utf8.ts'

/** The few methods of bytes that make sense in a prompt. */
export const bytesMethods: ReadonlyMap<string, NativeFunction> = new Map([
  builtin("decode(encoding='utf-8', errors='strict')", (_rt, self) => {
    const text = isBytes(self) ? decodeUtf8(self.bytes) : ''
    if (text === undefined) throw failure('UnicodeDecodeError', 'the bytes are not valid UTF-8')
    return text
  }),
  builtin('hex()', (_rt, self) =>
    isBytes(self) ? self.bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('') : '',
  ),
])
