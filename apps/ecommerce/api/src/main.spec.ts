import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { startTestPostgres, type TestPostgres } from '@lintel/streams/testing/postgres';
import { prepareTestModels, type TestModels } from '@lintel/service/testing/models';
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RECOGNISER } from './model/recogniser';
import { formOf, picture } from './testing/test-api';

jest.setTimeout(60_000);

let postgres: TestPostgres;
let models: TestModels;
beforeAll(async () => {
  postgres = await startTestPostgres();
  models = await prepareTestModels(postgres.url);
  const folder = await writeColourModel();
  await models.serve(RECOGNISER, folder);
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  await models.close();
  await postgres.stop();
});

interface Api {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

/** The program, run from its sources. */
function launch(environment: Record<string, string>): Api {
  const register = join(__dirname, '../../../../typescript-register.cjs');
  const child = spawn(
    process.execPath,
    ['--conditions=@lintel/source', '--require', register, join(__dirname, 'main.ts')],
    { env: { PATH: process.env.PATH, PORT: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    process: child,
    output: () => output,
    exit: new Promise((resolve) => child.once('exit', (code) => resolve(code))),
  };
}

async function listening(api: Api): Promise<string> {
  for (let left = 400; left > 0 && api.process.exitCode === null; left--) {
    const url = /"url":"([^"]+)"/.exec(api.output())?.[1];
    if (url !== undefined) return url;
    await delay(50);
  }
  throw new Error(`the api did not start:\n${api.output()}`);
}

describe('the program', () => {
  it('serves without TensorFlow, and on SIGTERM finishes the request in progress, then exits with 0', async () => {
    const api = launch({ DATABASE_URL: postgres.url, ...models.environment });
    const url = await listening(api);
    const request = { method: 'POST', body: formOf(await picture('red')), headers: models.headers };
    expect((await fetch(`${url}/v1/recognitions`, request)).status).toBe(201);
    expect(readFileSync(`/proc/${api.process.pid}/maps`, 'utf8')).not.toMatch(/tensorflow/i);

    const upload = await slowUpload(url);
    api.process.kill('SIGTERM');
    await delay(300);
    expect(api.process.exitCode).toBeNull();
    expect(await upload.finish()).toMatch(/^HTTP\/1\.1 201 /);
    expect(await api.exit).toBe(0);
    for (const line of api.output().trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('does not start with a wrong configuration: it names every problem and exits with 1', async () => {
    const api = launch({ PORT: 'eighty', LOG_LEVEL: 'loud' });
    expect(await api.exit).toBe(1);
    expect(api.output()).toContain('INVALID_CONFIGURATION');
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'MODEL_TRUSTED_KEYS'])
      expect(api.output()).toContain(name);
    expect(api.output()).not.toContain('    at ');
  });
});

/** An upload whose last bytes have not been sent yet. */
async function slowUpload(url: string): Promise<{ finish: () => Promise<string> }> {
  const { bytes } = await picture('blue');
  const head = Buffer.from('--b\r\nContent-Disposition: form-data; name="pictures"; filename="b.png"\r\n\r\n');
  const body = Buffer.concat([head, bytes, Buffer.from('\r\n--b--\r\n')]);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(
    'POST /v1/recognitions HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n' +
      `Authorization: ${models.headers.authorization}\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body.subarray(0, -10));
  await delay(100);
  return {
    async finish() {
      socket.write(body.subarray(-10));
      await closed;
      return answer;
    },
  };
}
