import { LintelError } from '@lintel/contracts';
import { AwsClient } from 'aws4fetch';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { readError, writeAtomically } from '@lintel/contracts/files';
import type { S3Settings } from './artifact-settings';
import { artifactMissing, checkKey, checkPrefix, type ArtifactStore } from './artifact-store';

const TRIES = 5;
const FIRST_PAUSE_MS = 100;
/** Timeout of one attempt, including its body. */
const TIMEOUT_MS = 120_000;

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * Stores artefacts as objects of a bucket: Amazon S3 or any service with its protocol (signature version 4). Requests
 * that failed on the server or did not reach it are retried with increasing delays; all requests are idempotent.
 */
export class S3ArtifactStore implements ArtifactStore {
  private readonly client: AwsClient;

  constructor(private readonly settings: S3Settings) {
    const { accessKeyId, secretAccessKey, region } = settings;
    this.client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const { status, body } = await this.send('PUT', objectUrl(this.settings, checkKey(key)), bytes);
    if (status !== 200) throw this.refused(status, body);
  }

  async putFile(key: string, path: string): Promise<void> {
    const bytes = await readFile(path).catch((error: unknown) => {
      throw readError(error, path);
    });
    await this.put(key, bytes);
  }

  async get(key: string): Promise<Buffer> {
    const { status, body } = await this.send('GET', objectUrl(this.settings, checkKey(key)));
    if (status === 200) return body;
    throw status === 404 && codeOf(body) !== 'NoSuchBucket' ? artifactMissing(key) : this.refused(status, body);
  }

  async getFile(key: string, path: string): Promise<void> {
    const bytes = await this.get(key);
    await writeAtomically(path, (file) => file.writeFile(bytes));
  }

  async has(key: string): Promise<boolean> {
    const { status, body } = await this.send('HEAD', objectUrl(this.settings, checkKey(key)));
    if (status === 200 || status === 404) return status === 200;
    throw this.refused(status, body);
  }

  async list(prefix: string): Promise<string[]> {
    const folder = objectKey(this.settings, '');
    const query = new URLSearchParams({ 'list-type': '2', prefix: folder + checkPrefix(prefix) });
    const keys: string[] = [];
    for (;;) {
      const { status, body } = await this.send('GET', `${bucketUrl(this.settings)}?${query.toString()}`);
      if (status !== 200) throw this.refused(status, body);
      const page = body.toString('utf8');
      // Keys of this store need no XML escaping. Other objects in the bucket are ignored.
      for (const [, key] of page.matchAll(/<Key>([A-Za-z0-9._/-]+)<\/Key>/g)) keys.push(key!.slice(folder.length));
      const next = /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(page)?.[1];
      if (next === undefined) return keys.sort();
      query.set('continuation-token', unescapeXml(next));
    }
  }

  async delete(key: string): Promise<void> {
    const { status, body } = await this.send('DELETE', objectUrl(this.settings, checkKey(key)));
    if (status !== 204 && status !== 200 && status !== 404) throw this.refused(status, body);
  }

  private async send(method: string, url: string, bytes: Uint8Array = new Uint8Array()): Promise<Answer> {
    // The hash is part of the signature, so the service refuses bytes that were changed in transit.
    const headers = { 'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex') };
    for (let left = TRIES - 1, pauseMs = FIRST_PAUSE_MS; ; left--, pauseMs *= 2) {
      try {
        const request = { method, headers, ...(method === 'PUT' ? { body: bytes as Uint8Array<ArrayBuffer> } : {}) };
        const signed = await this.client.sign(url, request);
        const response = await fetch(signed, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
        const body = Buffer.from(await response.arrayBuffer());
        const { status } = response;
        if (left === 0 || (status < 500 && status !== 429 && status !== 408)) return { status, body };
      } catch (error) {
        if (left === 0) throw this.unreachable(error);
      }
      await delay(pauseMs);
    }
  }

  private unreachable(cause: unknown): LintelError {
    const { endpoint, bucket } = this.settings;
    return new LintelError('SERVICE_UNAVAILABLE', {
      problem: `The artefact store ${endpoint} (bucket ${bucket}) does not answer.`,
      expected: `a response within ${TRIES} attempts`,
      received: messageOf(cause),
      cure: 'Check that the service runs and that S3_ENDPOINT is its address.',
      retryable: true,
      cause,
    });
  }

  private refused(status: number, body: Buffer): LintelError {
    const { endpoint, bucket } = this.settings;
    const received = `${status}${codeOf(body) === undefined ? '' : ` ${codeOf(body)}`}`;
    if (status >= 500 || status === 429 || status === 408) {
      return new LintelError('SERVICE_UNAVAILABLE', {
        problem: `The artefact store ${endpoint} (bucket ${bucket}) could not serve a request.`,
        expected: `success within ${TRIES} attempts`,
        received,
        cure: 'Wait until the service has recovered.',
        retryable: true,
      });
    }
    return new LintelError('INVALID_CONFIGURATION', {
      problem: `The artefact store ${endpoint} (bucket ${bucket}) refuses a request.`,
      expected: 'an existing bucket, and a key with permission to read, write, list and delete in it',
      received,
      cure: 'Correct S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or the rights of the key; check the clock of this machine.',
    });
  }
}

/** The URL of the bucket without a trailing slash. */
function bucketUrl({ endpoint, bucket, forcePathStyle }: S3Settings): string {
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/, '');
  return forcePathStyle
    ? `${url.protocol}//${url.host}${path}/${bucket}`
    : `${url.protocol}//${bucket}.${url.host}${path}`;
}

/** The URL of an object, with the bucket in the path or in the host name. */
export function objectUrl(settings: S3Settings, key: string): string {
  return `${bucketUrl(settings)}/${objectKey(settings, key)}`;
}

function objectKey({ prefix }: S3Settings, key: string): string {
  return prefix === undefined ? key : `${prefix}/${key}`;
}

const codeOf = (body: Buffer): string | undefined => /<Code>([^<]+)<\/Code>/.exec(body.toString('utf8', 0, 4_096))?.[1];

/**
 * Node's fetch says "fetch failed" and gives the reason as its cause; for a host with several addresses the cause has
 * only a code.
 */
function messageOf(error: unknown): string {
  const { cause, message, code } = error as { cause?: unknown; message?: string; code?: string };
  return cause === undefined ? message || code || String(error) : messageOf(cause);
}

const unescapeXml = (text: string): string =>
  text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&',
  );
