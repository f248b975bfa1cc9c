import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LintelError, SIGNATURE_FILE } from '@lintel/contracts';
import { loadModelDirectory, loadModelFiles, type StoredModel } from './load-model-directory';
import { generateSigningKey, signManifest, verifyManifest } from './manifest-signature';
import { COLOURS_MANIFEST, COLOURS_ONNX, writeColourModel } from './testing/colour-model';

const manifest = Buffer.from(JSON.stringify(COLOURS_MANIFEST));
const key = generateSigningKey();
const stranger = generateSigningKey();
const signature = Buffer.from(signManifest(manifest, key.privateKeyPem));
const files = { manifest, onnx: COLOURS_ONNX, signature };
const trustedKeys = [stranger.publicKeyPem, key.publicKeyPem];

function refusal(load: () => unknown): LintelError {
  try {
    load();
  } catch (error) {
    expect(error).toBeInstanceOf(LintelError);
    return error as LintelError;
  }
  throw new Error('it was accepted');
}

describe('a signed model', () => {
  it('is loaded if one of the trusted keys has signed it, and reports which', () => {
    const stored: StoredModel = loadModelFiles(files, { trustedKeys });
    expect(stored.signedBy).toBe(key.keyId);
    expect(stored.manifest).toEqual(COLOURS_MANIFEST);
    expect(loadModelFiles(files).signedBy).toBeNull();
  });

  it.each(Object.keys(files) as (keyof typeof files)[])(
    'is refused where any one bit of its %s has changed',
    (name) => {
      const bytes = files[name];
      const step = Math.ceil(bytes.length / 400);
      for (let at = 0; at < bytes.length; at += step) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1 << (at % 8);
        expect(refusal(() => loadModelFiles({ ...files, [name]: changed }, { trustedKeys })).code).toBe(
          'ARTIFACT_CORRUPT',
        );
      }
    },
  );

  it.each(Object.keys(files) as (keyof typeof files)[])('is refused where its %s is longer or shorter', (name) => {
    for (const changed of [Buffer.concat([files[name], Buffer.from('\n')]), files[name].subarray(0, -1)]) {
      const error = refusal(() => loadModelFiles({ ...files, [name]: changed }, { trustedKeys }));
      expect(error.code).toBe('ARTIFACT_CORRUPT');
      expect(error.cure).toMatch(/again/);
    }
  });

  it('is refused if its file contains another spelling of the same signature', () => {
    const { signature: base64, ...rest } = JSON.parse(signature.toString()) as Record<string, string>;
    // The last character before the padding has four bits that decode to nothing.
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const last = alphabet[alphabet.indexOf(base64![85]!) + 1]!;
    const respelled = JSON.stringify({ ...rest, signature: `${base64!.slice(0, 85)}${last}==` }, null, 2);
    const error = refusal(() => verifyManifest(manifest, `${respelled}\n`, trustedKeys));
    expect([error.code, error.received]).toEqual(['ARTIFACT_CORRUPT', 'another spelling of it']);
  });

  it('is refused if its key is not trusted, or if no key is trusted', () => {
    const error = refusal(() => loadModelFiles(files, { trustedKeys: [stranger.publicKeyPem] }));
    expect([error.code, error.received]).toEqual(['MODEL_INVALID', `a signature by ${key.keyId}`]);
    expect(error.expected).toContain(stranger.keyId);
    expect(refusal(() => loadModelFiles(files, { trustedKeys: [] })).code).toBe('MODEL_INVALID');
  });

  it('is refused if the signature is missing', () => {
    const error = refusal(() => loadModelFiles({ manifest, onnx: COLOURS_ONNX }, { trustedKeys }));
    expect([error.code, error.received]).toEqual(['MODEL_INVALID', 'no signature']);
  });

  it('is refused if a trusted key signed another manifest', () => {
    const other = Buffer.from(signManifest(Buffer.from('{}'), key.privateKeyPem));
    expect(refusal(() => loadModelFiles({ ...files, signature: other }, { trustedKeys })).code).toBe(
      'ARTIFACT_CORRUPT',
    );
  });

  it('is loaded from a folder by the same rules', async () => {
    const directory = await writeColourModel();
    try {
      await expect(loadModelDirectory(directory, { trustedKeys })).rejects.toMatchObject({ code: 'MODEL_INVALID' });
      const written = await readFile(join(directory, 'manifest.json'));
      await writeFile(join(directory, SIGNATURE_FILE), signManifest(written, key.privateKeyPem));
      expect((await loadModelDirectory(directory, { trustedKeys })).signedBy).toBe(key.keyId);
      await writeFile(join(directory, 'manifest.json'), written.toString().replace('0.5', '0.4'));
      await expect(loadModelDirectory(directory, { trustedKeys })).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
      expect((await loadModelDirectory(directory, { task: 'image-classification' })).manifest.reading.unsureBelow).toBe(
        0.4,
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});

describe('signing keys', () => {
  it('are named by the first 16 digits of the SHA-256 of their public part, whatever PEM they come from', () => {
    // RFC 8410, section 10.1; the id was computed by: openssl pkey -pubin -outform DER | sha256sum
    const publicKeyPem =
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n';
    const privateKeyPem =
      '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n';
    const signed = signManifest(manifest, privateKeyPem);
    expect(verifyManifest(manifest, signed, [publicKeyPem])).toBe('a1e9156054e04fac');
  });

  it('are refused if they are of another kind, and do not appear in the error', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const rsa = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    for (const pem of [rsa, 'secret words', key.publicKeyPem]) {
      const error = refusal(() => signManifest(manifest, pem));
      expect(error.code).toBe('INVALID_CONFIGURATION');
      expect(error.message).not.toContain(pem.slice(30, 60) || pem);
    }
    expect(refusal(() => verifyManifest(manifest, signature, ['words'])).code).toBe('INVALID_CONFIGURATION');
  });
});
