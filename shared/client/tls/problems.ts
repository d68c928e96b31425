/** What is wrong with a connection's TLS, as a person understands it. */
export interface TlsSentence {
  readonly says: string
  readonly fix: string
}

const unknownSigner: TlsSentence = {
  says: 'its certificate is signed by nobody known',
  fix: 'Give the signer’s certificate with sslrootcert=FILE in the connection string.',
}
const wrongKey: TlsSentence = {
  says: 'the client certificate and its key do not fit each other',
  fix: 'Check the files that sslcert and sslkey name.',
}

/** By the codes that Node gives to failed handshakes. */
export const TLS_SENTENCES: Readonly<Record<string, TlsSentence>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownSigner,
  SELF_SIGNED_CERT_IN_CHAIN: unknownSigner,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownSigner,
  UNABLE_TO_GET_ISSUER_CERT: unknownSigner,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownSigner,
  CERT_SIGNATURE_FAILURE: unknownSigner,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    says: 'its certificate is for another host name',
    fix: 'Connect to the name in the certificate, or check the signer alone with sslmode=verify-ca.',
  },
  CERT_HAS_EXPIRED: { says: 'its certificate has expired', fix: 'Have the certificate renewed.' },
  CERT_NOT_YET_VALID: {
    says: 'its certificate is not valid yet',
    fix: 'Check the clocks of both machines.',
  },
  CERT_REVOKED: { says: 'its certificate was revoked', fix: 'Have a new certificate made.' },
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: wrongKey,
  ERR_OSSL_EVP_KEY_VALUES_MISMATCH: wrongKey,
}

/** An address whose TLS options cannot be met; `fix` says what to change. */
export class TlsProblem extends Error {
  readonly fix: string

  constructor(message: string, fix: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TlsProblem'
    this.fix = fix
  }
}

/** Node's words for a failed handshake in ours; every other failure as it was. */
export function explainTls(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = TLS_SENTENCES[code]
  if (known === undefined) return error
  const message = `The shared store cannot be used: ${known.says}. ${known.fix}`
  return new TlsProblem(message, known.fix, { cause: error })
}
