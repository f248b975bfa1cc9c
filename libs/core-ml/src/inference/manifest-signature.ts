import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { LintelError, SIGNATURE_FILE } from '@lintel/contracts';
import { z } from 'zod';

const signatureSchema = z.strictObject({
  formatVersion: z.literal(1),
  algorithm: z.literal('ed25519'),
  /** First 16 hexadecimal digits of the SHA-256 of the public key (SPKI, DER). */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** 64 bytes in base64. */
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});

/** `manifest.sig.json` beside the manifest. The ONNX file is bound by the SHA-256 in the manifest. */
export type ManifestSignature = z.infer<typeof signatureSchema>;

export interface SigningKey {
  /** PKCS #8; anyone who has it can sign. */
  readonly privateKeyPem: string;
  /** SPKI; given to programs that load models. */
  readonly publicKeyPem: string;
  readonly keyId: string;
}

/** Generates a key pair (Ed25519, RFC 8032) from the system's random source. */
export function generateSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    keyId: keyIdOf(publicKey),
  };
}

/**
 * @param manifestBytes the exact bytes of `manifest.json`
 * @returns the content of `manifest.sig.json`
 * @throws LintelError INVALID_CONFIGURATION if the key is not an Ed25519 private key
 */
export function signManifest(manifestBytes: Uint8Array, privateKeyPem: string): string {
  const key = readKey(privateKeyPem, 'private', createPrivateKey);
  return serialise({
    formatVersion: 1,
    algorithm: 'ed25519',
    keyId: keyIdOf(createPublicKey(key)),
    signature: sign(null, manifestBytes, key).toString('base64'),
  });
}

/**
 * @param signatureJson the content of `manifest.sig.json`
 * @param trustedPublicKeyPems keys whose signature is accepted; an empty list accepts none
 * @returns the id of the key that signed
 * @throws LintelError MODEL_INVALID (signed by a key that isn't trusted), ARTIFACT_CORRUPT (a byte of either file has
 *   changed), INVALID_CONFIGURATION (a trusted key is not an Ed25519 public key)
 */
export function verifyManifest(
  manifestBytes: Uint8Array,
  signatureJson: string | Uint8Array,
  trustedPublicKeyPems: readonly string[],
): string {
  const trusted = trustedPublicKeyPems.map((pem) => readKey(pem, 'public', createPublicKey));
  const { keyId, signature } = parseSignature(Buffer.from(signatureJson as Uint8Array));
  const signer = trusted.find((key) => verify(null, manifestBytes, key, Buffer.from(signature, 'base64')));
  if (signer !== undefined && keyIdOf(signer) === keyId) return keyId;
  const ids = trusted.map(keyIdOf);
  if (signer !== undefined || ids.includes(keyId)) {
    throw corrupt(
      'The manifest is not the one that was signed.',
      `a manifest and a signature that belong together, by key ${signer ? keyIdOf(signer) : keyId}`,
      signer ? `a signature that names key ${keyId}` : 'a signature of other bytes',
    );
  }
  throw new LintelError('MODEL_INVALID', {
    problem: 'The model is signed by a key that is not trusted here.',
    expected: ids.length === 0 ? 'a trusted key, but none is configured' : `a signature by ${ids.join(' or ')}`,
    received: `a signature by ${keyId}`,
    cure: 'Have the model signed by a trusted key, or add the public key of its signer to the trusted ones.',
  });
}

/** The file has exactly one valid spelling, so that every changed byte is detected. */
function parseSignature(bytes: Buffer): ManifestSignature {
  const wanted = `${SIGNATURE_FILE} of format version 1, as it was written`;
  let content: unknown;
  try {
    content = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw corrupt('The signature of the model is damaged.', wanted, 'a file that is not JSON', error);
  }
  const parsed = signatureSchema.safeParse(content);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'signature'}: ${message}`);
    throw corrupt('The signature of the model is damaged.', wanted, fields.join('; '), parsed.error);
  }
  const signature = Buffer.from(parsed.data.signature, 'base64').toString('base64');
  if (!bytes.equals(Buffer.from(serialise({ ...parsed.data, signature })))) {
    throw corrupt('The signature of the model is damaged.', wanted, 'another spelling of it');
  }
  return parsed.data;
}

function serialise({ formatVersion, algorithm, keyId, signature }: ManifestSignature): string {
  return `${JSON.stringify({ formatVersion, algorithm, keyId, signature }, null, 2)}\n`;
}

function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

function readKey(pem: string, kind: 'private' | 'public', read: (pem: string) => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  let cause: unknown;
  try {
    key = read(pem);
  } catch (error) {
    cause = error;
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  // The key itself is never included, because this text ends up in logs.
  throw new LintelError('INVALID_CONFIGURATION', {
    problem: `The ${kind} key for model signatures can't be used.`,
    expected: `an Ed25519 ${kind} key in PEM`,
    received: key === undefined ? 'something that is not such a key' : `a key of type ${key.asymmetricKeyType}`,
    cure: 'Make a key pair for signing, and give its PEM text with all its lines.',
    cause,
  });
}

function corrupt(problem: string, expected: string, received: string, cause?: unknown): LintelError {
  const cure = 'Copy the model again from where it was made; if it was changed on purpose, have it signed again.';
  return new LintelError('ARTIFACT_CORRUPT', { problem, expected, received, cure, cause });
}
