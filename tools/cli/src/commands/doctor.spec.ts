import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nodeVersion, type CheckResult } from '../doctor/checks';
import { lintel } from '../testing/lintel';
import { temporaryFolder } from '../testing/picture-folder';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const checksOf = (json: Record<string, unknown>): Map<string, CheckResult> =>
  new Map((json['checks'] as CheckResult[]).map((result) => [result.name, result]));

describe('the doctor', () => {
  it('reports a machine that can do everything but train as healthy, with the cure for the rest', async () => {
    // The engine is looked for in the cache, which is a different one here.
    const { exitCode, json } = await lintel({ cacheDir: join(folder, 'cache') }, 'doctor', '--json');
    const checks = checksOf(json);
    expect(json).toMatchObject({ command: 'doctor', ok: true });
    expect(exitCode).toBe(0);
    expect(checks.get('native engine')).toMatchObject({ status: 'warning' });
    expect(checks.get('native engine')?.cure).toContain('npm run engine');
    for (const name of ['Node.js', 'cache folder', 'pictures', 'onnxruntime', 'PostgreSQL']) {
      expect(checks.get(name)).toMatchObject({ status: 'ok' });
    }
    expect(checks.get('pictures')?.found).toContain('255, 0, 0');
  });

  it('finds what is broken, and names the cure of each problem', async () => {
    await writeFile(join(folder, 'file'), '');
    const { exitCode, stdout } = await lintel(
      {
        cacheDir: join(folder, 'file', 'cache'),
        environment: { DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/none' },
      },
      'doctor',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/✗ cache folder +.*cannot be written.*\n +cure: .*LINTEL_CACHE_DIR/);
    expect(stdout).toMatch(/✗ PostgreSQL +.*\n +cure: \S/);
    expect(stdout).toMatch(/✓ onnxruntime/);
    expect(stdout).toMatch(/[✓!] disk/);
  });

  it('knows which Node.js versions are too old', () => {
    expect(nodeVersion('20.19.0').status).toBe('ok');
    expect(nodeVersion('24.1.0').status).toBe('ok');
    expect(nodeVersion('20.18.3')).toMatchObject({ status: 'failure', cure: expect.stringContaining('nvm') as string });
    expect(nodeVersion('18.20.0').status).toBe('failure');
  });
});
