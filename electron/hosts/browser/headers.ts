import type { ServerResponse } from 'node:http'

/**
 * Monaco needs inline styles and nothing else beyond 'self'; there is no blob: and no eval, so a
 * script that got into a template or an output has nowhere to run and nobody to call.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

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
