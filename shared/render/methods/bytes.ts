import { raise } from '../errors.ts'
import { methodEntry, type NativeFunction } from '../runtime/builtin.ts'
import { hex } from '../values/text.ts'
import type { PyBytes } from '../values/types.ts'
import { decodeUtf8 } from '../values/utf8.ts'

/** The few methods of bytes that make sense in a prompt. */
export const bytesMethods: ReadonlyMap<string, NativeFunction> = new Map([
  methodEntry<PyBytes>(
    "decode(encoding='utf-8', errors='strict')",
    (_rt, { bytes }) =>
      decodeUtf8(bytes) ?? raise('UnicodeDecodeError', 'the bytes are not valid UTF-8'),
  ),
  methodEntry<PyBytes>('hex()', (_rt, { bytes }) => bytes.map((byte) => hex(byte, 2)).join('')),
])
