import { noise, pngBomb } from '@lintel/core-ml/testing/pictures';
import { connect, type Socket } from 'node:net';
import { formOf, picture, problemIn, startTestApi, type TestApi, type TestPicture } from '../testing/test-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const one = (name: string, bytes: Uint8Array): TestPicture[] => [{ name, bytes }];
const MIB = 2 ** 20;

/** A request, and the status and code of the answer. */
const BAD: [what: string, pictures: () => Promise<TestPicture[]> | TestPicture[], status: number, code: string][] = [
  [
    'a broken JPEG',
    async () => one('cut.jpg', (await noise(64, 64).jpeg().toBuffer()).subarray(0, 1_500)),
    422,
    'PICTURE_UNREADABLE',
  ],
  ['text renamed .png', () => one('text.png', Buffer.from('This is not a picture.')), 422, 'PICTURE_UNREADABLE'],
  ['a file of 0 bytes', () => one('empty.jpg', new Uint8Array()), 422, 'PICTURE_UNREADABLE'],
  ['a picture of 50 MB', () => one('huge.png', new Uint8Array(50_000_000)), 413, 'PICTURE_TOO_LARGE'],
  ['a PNG bomb of 30,000 x 30,000', async () => one('bomb.png', await pngBomb(30_000)), 413, 'PICTURE_TOO_LARGE'],
  [
    'an SVG',
    () => one('a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
  ['17 pictures', async () => Array.from({ length: 17 }, await same('red')), 400, 'INVALID_ARGUMENT'],
  ['no picture', () => [], 400, 'INVALID_ARGUMENT'],
];
const same = async (colour: string): Promise<() => TestPicture> => {
  const made = await picture(colour);
  return () => made;
};

describe('bad input', () => {
  it.each(BAD)('is rejected with a cure, and nothing is stored: %s', async (_, pictures, status, code) => {
    const { total } = await api.page();
    const response = await api.post('/v1/recognitions', formOf(...(await pictures())));
    expect(response.status).toBe(status);
    const problem = await problemIn(response);
    expect(problem.code).toBe(code);
    expect(problem.expected).toMatch(/\S/);
    expect(problem.received).toMatch(/\S/);
    expect((await api.page()).total).toBe(total);
  });

  it.each([
    ['a wrong field name', () => wrongField(), {}, 400, 'INVALID_ARGUMENT'],
    ['JSON', () => '{"pictures":[]}', { 'content-type': 'application/json' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a bare picture', () => new Uint8Array(10), { 'content-type': 'image/png' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['no body', () => '', {}, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form without a boundary', () => 'x', { 'content-type': 'multipart/form-data' }, 400, 'INVALID_ARGUMENT'],
  ])('is rejected with a cure: %s', async (_, body, headers, status, code) => {
    const response = await api.post('/v1/recognitions', body(), headers);
    expect(response.status).toBe(status);
    expect((await problemIn(response)).code).toBe(code);
    expect((await api.page()).total).toBe(0);
  });

  it('in every picture is a problem of the request, which names the first', async () => {
    const response = await api.post(
      '/v1/recognitions',
      formOf({ name: 'a.png', bytes: new Uint8Array() }, { name: 'b.png', bytes: new Uint8Array(21 * MIB) }),
    );
    expect(response.status).toBe(422);
    expect((await problemIn(response)).detail).toMatch(/None of the 2 pictures .* a\.png/);
  });

  it('takes little memory, however many megapixels it claims', async () => {
    const bomb = await pngBomb(30_000);
    await api.post('/v1/recognitions', formOf(await picture('red')));
    const before = process.memoryUsage().rss;
    const responses = await Promise.all(
      Array.from({ length: 8 }, () => api.post('/v1/recognitions', formOf({ name: 'bomb.png', bytes: bomb }))),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array(8).fill(413));
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
  });
});

describe('too many uploads at a time', () => {
  it('are told to retry, and the others are served', async () => {
    const port = Number(new URL((await api.get('/health/live')).url).port);
    const head = '--b\r\nContent-Disposition: form-data; name="pictures"; filename="a"\r\n\r\n';
    const slow = await Promise.all(Array.from({ length: 32 }, () => startUpload(port, head)));
    const response = await eventually(
      () => api.post('/v1/recognitions', formOf({ name: 'a.png', bytes: new Uint8Array() })),
      ({ status }) => status === 503,
    );
    expect(response.headers.get('retry-after')).toBe('5');
    expect((await problemIn(response)).code).toBe('SERVICE_UNAVAILABLE');
    for (const socket of slow) socket.destroy();
    const served = await eventually(
      async () => api.post('/v1/recognitions', formOf(await picture('red'))),
      ({ status }) => status === 201,
    );
    expect(served.status).toBe(201);
  });
});

function wrongField(): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(3)]), 'a.png');
  return form;
}

async function startUpload(port: number, body: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    'POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n' +
      `Authorization: ${api.models.headers.authorization}\r\nContent-Length: 1000000\r\n\r\n${body}`,
  );
  return socket;
}

async function eventually<T>(attempt: () => Promise<T>, good: (result: T) => boolean): Promise<T> {
  for (let left = 100; ; left--) {
    const result = await attempt();
    if (good(result) || left === 0) return result;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
