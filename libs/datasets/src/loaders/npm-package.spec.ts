import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { downloadNpmPackage } from './npm-package';

const folder = temporaryFolder();
const name = 'lintel-spec-package';
let server: Server;
let registry: string;
let served: Buffer;
let integrity: string;
let count = 0;
const target = (): string => join(folder, String(count++));
const integrityOf = (bytes: Buffer): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

/** A registry with one package, packed by npm itself. */
beforeAll(async () => {
  const source = join(folder, 'source');
  await mkdir(source);
  await writeFile(join(source, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  await writeFile(join(source, 'data.json'), '[1, 2, 3]');
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: source, stdio: 'ignore' });
  served = await readFile(join(folder, `${name}-1.0.0.tgz`));
  integrity = integrityOf(served);
  server = createServer((request, response) => {
    if (request.url === `/${name}`) {
      const dist = { tarball: `${registry}/${name}.tgz`, integrity: integrityOf(served) };
      const versions = { '1.0.0': { name, version: '1.0.0', dist } };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name, 'dist-tags': { latest: '1.0.0' }, versions }));
    } else if (request.url === `/${name}.tgz`) response.end(served);
    else response.writeHead(404).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 30_000);
afterAll(() => server.close());

describe('a package of npm', () => {
  it('is downloaded and checked', async () => {
    const path = await downloadNpmPackage({ name, version: '1.0.0', integrity }, target(), { registry });
    expect(await readFile(path)).toEqual(served);
  }, 30_000);

  it('that is not the pinned one is refused', async () => {
    const pinned = integrityOf(Buffer.from('another'));
    const error = await refusal(() =>
      downloadNpmPackage({ name, version: '1.0.0', integrity: pinned }, target(), { registry }),
    );
    expect(error).toMatchObject({ code: 'ARTIFACT_CORRUPT', expected: pinned, received: integrity });
  }, 30_000);

  it('that the registry does not have is refused with what npm said', async () => {
    const error = await refusal(() =>
      downloadNpmPackage({ name: 'lintel-absent', version: '1.0.0', integrity }, target(), { registry }),
    );
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(error.received).toContain('404');
  }, 30_000);

  it('cannot be downloaded from an unreachable registry, which is reported soon and with a cure', async () => {
    const error = await refusal(() =>
      downloadNpmPackage({ name: 'lintel-absent', version: '1.0.0', integrity }, target(), {
        registry: 'http://127.0.0.1:9',
      }),
    );
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true });
    expect(error.received).toContain('ECONNREFUSED');
    expect(error.cure).toContain('npm ping');
  }, 60_000);

  it('cannot be downloaded without npm, which is reported with a cure', async () => {
    const npmCommand = join(folder, 'npm');
    const error = await refusal(() =>
      downloadNpmPackage({ name, version: '1.0.0', integrity }, target(), { npmCommand }),
    );
    expect(error.code).toBe('TOOL_MISSING');
    expect(error.cure).toContain('Install npm');
  });

  it('is no longer waited for when the run is stopped', async () => {
    const signal = AbortSignal.timeout(50);
    const error = await refusal(() =>
      downloadNpmPackage({ name, version: '1.0.0', integrity }, target(), { registry, signal }),
    );
    expect(error.code).toBe('CANCELLED');
  }, 30_000);
});
