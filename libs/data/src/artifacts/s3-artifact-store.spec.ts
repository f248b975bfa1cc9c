import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusal } from '@lintel/contracts/testing/refusal';
import type { S3Settings } from './artifact-settings';
import { openArtifactStore } from './open-artifact-store';
import { objectUrl, S3ArtifactStore } from './s3-artifact-store';
import { artifactStoreConformance } from './testing/artifact-store-conformance';
import { describeWithS3, startTestS3, type TestS3 } from './testing/start-test-s3';

const settings: S3Settings = {
  endpoint: 'https://s3.example.org',
  region: 'us-east-1',
  bucket: 'lintel',
  accessKeyId: 'id',
  secretAccessKey: 'hush-hush',
  forcePathStyle: true,
};

describeWithS3('artefacts in a bucket', () => {
  let s3: TestS3;

  // The first time, Maven fetches the server.
  beforeAll(async () => {
    s3 = await startTestS3();
  }, 600_000);
  afterAll(() => s3?.stop());

  artifactStoreConformance(() => openArtifactStore({ s3: s3.settings }));

  it('lie under the prefix, and nothing beside it is seen', async () => {
    const all = new S3ArtifactStore(s3.settings);
    const some = new S3ArtifactStore({ ...s3.settings, prefix: 'team/one' });
    await some.put('a/b', Buffer.from('mine'));
    await all.put('team/one-more', Buffer.from('not mine'));
    expect(await some.list('')).toEqual(['a/b']);
    expect((await all.get('team/one/a/b')).toString()).toBe('mine');
    expect(await some.has('one-more')).toBe(false);
  });

  it('are out of reach with a wrong secret or in a bucket that is not there, which is said without the secret', async () => {
    const wrong: [Partial<S3Settings>, RegExp][] = [
      [{ secretAccessKey: 'hush-hush' }, /403/],
      [{ accessKeyId: 'nobody' }, /403/],
      [{ bucket: 'nowhere' }, /404 NoSuchBucket/],
    ];
    for (const [change, received] of wrong) {
      const store = new S3ArtifactStore({ ...s3.settings, ...change });
      for (const call of [() => store.put('a', Buffer.from('a')), () => store.get('a'), () => store.list('')]) {
        const error = await refusal(call);
        expect(error).toMatchObject({ code: 'INVALID_CONFIGURATION', retryable: false });
        expect(error.received).toMatch(received);
        expect(error.message).not.toContain('hush-hush');
      }
    }
  });
});

describe('the address of an object', () => {
  it('has the bucket in its path, or in its host', () => {
    expect(objectUrl(settings, 'a/b')).toBe('https://s3.example.org/lintel/a/b');
    expect(objectUrl({ ...settings, prefix: 'p/q', endpoint: 'http://minio:9000/' }, 'a')).toBe(
      'http://minio:9000/lintel/p/q/a',
    );
    expect(objectUrl({ ...settings, forcePathStyle: false }, 'a/b')).toBe('https://lintel.s3.example.org/a/b');
  });
});

describe('a service that fails', () => {
  let server: Server;
  let answers: ((response: ServerResponse) => void)[];
  let requests: number;
  let store: S3ArtifactStore;

  const unavailable = (response: ServerResponse) => response.writeHead(503).end('<Code>SlowDown</Code>');
  const reset = (response: ServerResponse) => response.destroy();
  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'content-length': '100' }).write('half');
    setImmediate(() => response.destroy());
  };
  const whole = (response: ServerResponse) => response.end('whole');

  beforeEach(async () => {
    requests = 0;
    server = createServer((request, response) => {
      request.resume().on('end', () => answers[Math.min(requests++, answers.length - 1)]!(response));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    store = new S3ArtifactStore({ ...settings, endpoint: `http://127.0.0.1:${port}` });
  });
  afterEach(() => server.close());

  it('is asked again, and what was cut off is never taken for whole', async () => {
    answers = [unavailable, reset, cut, whole];
    expect((await store.get('a')).toString()).toBe('whole');
    expect(requests).toBe(4);
  });

  it('is given up after some tries, with what it said', async () => {
    answers = [unavailable];
    const error = await refusal(() => store.put('a', Buffer.from('bytes')));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true, received: '503 SlowDown' });
    expect(requests).toBe(5);
  });

  it('is distinguished from a missing one', async () => {
    server.close();
    const error = await refusal(() => store.list(''));
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(error.received).toMatch(/ECONNREFUSED/);
  });
});
