import type { ServerResponse } from 'node:http'
import { contentSecurityPolicy } from '#shared/contract/pages.ts'

const fixed = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
}

/** Every answer carries these, refusals included. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(fixed)) response.setHeader(name, value)
}
