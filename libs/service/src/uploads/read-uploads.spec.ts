import { type Problem } from '@lintel/contracts';
import { Controller, Module, Post, Req } from '@nestjs/common';
import { type Request } from 'express';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { startService, type RunningService } from '../lifecycle/start-service';
import { Public } from '../access/access-rule';
import { openAccess } from '../testing/open-access';
import { readUploads } from './read-uploads';

const MIB = 2 ** 20;
const seen: string[] = [];
let largestHeapBytes = 0;

@Public()
@Controller('v1')
class UploadController {
  @Post('files')
  async files(@Req() request: Request): Promise<string[]> {
    const outcomes: string[] = [];
    for await (const upload of readUploads(request, { field: 'pictures', maxFiles: 4, maxFileBytes: 20 * MIB })) {
      outcomes.push(
        'bytes' in upload ? `${upload.fileName}: ${upload.bytes.length}` : `${upload.fileName}: ${upload.refused.code}`,
      );
      largestHeapBytes = Math.max(largestHeapBytes, process.memoryUsage().arrayBuffers);
      await delay(10);
    }
    seen.push(...outcomes);
    return outcomes;
  }
}
@Module({ controllers: [UploadController] })
class UploadModule {}

let service: RunningService;
beforeAll(async () => {
  service = await startService({
    module: UploadModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 1_000 },
    api: { title: 'Uploads', description: '', version: '1' },
    access: openAccess('shop'),
  });
});
afterAll(() => service.close());
beforeEach(() => seen.splice(0));

const send = (body: FormData | string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${service.url}/v1/files`, { method: 'POST', body, headers });
const form = (...files: [field: string, name: string, size: number][]): FormData => {
  const data = new FormData();
  for (const [field, name, size] of files) data.append(field, new Blob([new Uint8Array(size)]), name);
  return data;
};
const refusal = async (response: Response): Promise<[number, string]> => {
  const problem = (await response.json()) as Problem;
  expect(problem.cure).not.toBe('');
  return [response.status, problem.code];
};

describe('an upload', () => {
  it('arrives in the order sent, with names in any script and without paths or control characters', async () => {
    const response = await send(form(['pictures', '鞋子.jpg', 3], ['pictures', '../a\tb.png', 0]));
    expect(await response.json()).toEqual(['鞋子.jpg: 3', 'ab.png: 0']);
  });

  it('may be as large as the limit, and is refused one byte above it', async () => {
    const response = await send(
      form(['pictures', 'fits', 20 * MIB], ['pictures', 'large', 20 * MIB + 1], ['pictures', 'small', 10]),
    );
    expect(await response.json()).toEqual([`fits: ${20 * MIB}`, 'large: PICTURE_TOO_LARGE', 'small: 10']);
  });

  it('takes the memory of one file, however many are sent', async () => {
    largestHeapBytes = 0;
    const before = process.memoryUsage().arrayBuffers;
    const boundary = 'b0undary';
    let left = 4;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (left === 0) {
          controller.enqueue(Buffer.from(`--${boundary}--\r\n`));
          return controller.close();
        }
        left--;
        const head = `--${boundary}\r\nContent-Disposition: form-data; name="pictures"; filename="${left}"\r\n\r\n`;
        controller.enqueue(Buffer.from(head));
        for (let sent = 0; sent < 19; sent++) {
          controller.enqueue(new Uint8Array(MIB));
          await delay(1);
        }
        controller.enqueue(Buffer.from('\r\n'));
      },
    });
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    const response = await fetch(`${service.url}/v1/files`, { method: 'POST', body, headers, duplex: 'half' });
    expect(response.status).toBe(201);
    // One file while it is joined from its chunks, and data waiting in the sockets.
    expect(largestHeapBytes - before).toBeLessThan(70 * MIB);
  });

  it.each<[string, FormData, number, string]>([
    ['a form without a file', form(), 400, 'INVALID_ARGUMENT'],
    ['a wrong field name', form(['file', 'a', 1]), 400, 'INVALID_ARGUMENT'],
    [
      'too many files',
      form(...Array.from({ length: 5 }, (_, i) => ['pictures', `${i}`, MIB] as [string, string, number])),
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'a form over all limits',
      form(...Array.from({ length: 4 }, (_, i) => ['pictures', `${i}`, 21 * MIB] as [string, string, number])),
      413,
      'PICTURE_TOO_LARGE',
    ],
  ])('is refused with a cure: %s', async (_, body, status, code) => {
    expect(await refusal(await send(body))).toEqual([status, code]);
    expect(seen).toEqual([]);
  });

  it('is refused with a cure if it is not a form, or a broken one', async () => {
    expect(await refusal(await send('{}', { 'content-type': 'application/json' }))).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
    expect(await refusal(await send('x', { 'content-type': 'multipart/form-data' }))).toEqual([
      400,
      'INVALID_ARGUMENT',
    ]);
    const cut = '--b\r\nContent-Disposition: form-data; name="pictures"; filename="a"\r\n\r\nhalf a fi';
    expect(await refusal(await send(cut, { 'content-type': 'multipart/form-data; boundary=b' }))).toEqual([
      400,
      'INVALID_ARGUMENT',
    ]);
    expect(seen).toEqual([]);
  });

  it('whose sender disconnects in the middle is discarded, and the next one is served', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write(
      'POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n' +
        '--b\r\nContent-Disposition: form-data; name="pictures"; filename="a"\r\n\r\nhalf',
    );
    await delay(100);
    socket.destroy();
    await delay(100);
    expect(seen).toEqual([]);
    expect((await send(form(['pictures', 'a', 1]))).status).toBe(201);
  });
});
