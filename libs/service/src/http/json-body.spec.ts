import { type Problem } from '@lintel/contracts';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { Public } from '../access/access-rule';
import { startService, type RunningService } from '../lifecycle/start-service';
import { openAccess } from '../testing/open-access';

class ThingDto extends createZodDto(z.object({ name: z.string().min(1) })) {}

@Public()
@Controller('v1')
class ThingController {
  @Post('things')
  make(@Body() thing: ThingDto) {
    return thing;
  }
}

@Module({ controllers: [ThingController] })
class ThingModule {}

let service: RunningService;
beforeAll(async () => {
  service = await startService({
    module: ThingModule,
    config: { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'fatal', SHUTDOWN_TIMEOUT_MS: 100 },
    api: { title: 'Things', description: '', version: '1' },
    access: openAccess('shop'),
  });
});
afterAll(() => service.close());

describe('a body of JSON', () => {
  const post = (body: Uint8Array | string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${service.url}/v1/things`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const refused = async (response: Response): Promise<[number, string]> => [
    response.status,
    ((await response.json()) as Problem).code,
  ];
  const shoe = '{"name":"shoe 鞋"}';

  it.each([
    ['gzip', gzipSync(shoe)],
    ['deflate', deflateSync(shoe)],
    ['br', brotliCompressSync(shoe)],
    ['identity', Buffer.from(shoe)],
  ])('is read when sent as %s', async (coding, bytes) => {
    const response = await post(bytes, { 'content-encoding': coding });
    expect([response.status, await response.json()]).toEqual([201, { name: 'shoe 鞋' }]);
  });

  it('is refused if it is too large when decompressed, damaged, or in an unsupported coding', async () => {
    const large = gzipSync(JSON.stringify({ name: 'x'.repeat(1_200_000) }));
    expect(await refused(await post(large, { 'content-encoding': 'gzip' }))).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(await refused(await post(shoe, { 'content-encoding': 'gzip' }))).toEqual([400, 'INVALID_ARGUMENT']);
    expect(await refused(await post(shoe, { 'content-encoding': 'zstd' }))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    const charset = { 'content-type': 'application/json; charset=utf-16' };
    expect(await refused(await post(shoe, charset))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('is refused if it is not UTF-8, and not silently repaired', async () => {
    expect(await refused(await post(Buffer.from(shoe.replace('鞋', 'é'), 'latin1')))).toEqual([
      400,
      'INVALID_ARGUMENT',
    ]);
    const utf8 = await post(`\uFEFF${shoe}`, { 'content-type': 'application/json; charset="UTF-8"' });
    expect(utf8.status).toBe(201);
  });

  it.each([
    ['{"name":"a\\u0000b"}', 'name'],
    ['{"name":"a","more":[{"deep":"\\u0000"}]}', 'more.0.deep'],
    ['{"name":"a","\\u0000":1}', 'the body'],
    ['{"name":"\\ud83d"}', 'name'],
  ])('is refused with text that cannot be stored, and the field is named: %s', async (body, field) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(((await response.json()) as Problem).detail).toContain(field);
    expect((await post('{"name":"a \\\\u0000 \\ud83d\\udc5f"}')).status).toBe(201);
  });

  it('may be nested to any depth', async () => {
    expect((await post(`{"name":"\\u0061","x":${'['.repeat(400_000)}${']'.repeat(400_000)}}`)).status).toBe(201);
  });

  it('that is never completed does not affect other requests', async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write(
      'POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    await delay(50);
    socket.destroy();
    expect((await post(shoe)).status).toBe(201);
  });
});
