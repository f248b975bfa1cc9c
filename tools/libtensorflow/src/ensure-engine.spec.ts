import { cpSync, existsSync, lstatSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thisMachine } from './engine-platform';
import { engineStatus } from './engine-status';
import { ensureEngine } from './ensure-engine';
import { planEngine } from './installed-engine';
import { environmentWith } from './testing/fake-program';
import { useTemporaryFolder } from './testing/temporary-folder';
import { findTfjsPackage } from './tfjs-package';
import { verifyEngine } from './verify-engine';

// Loading 850 MB takes time on a busy machine.
jest.setTimeout(60_000);

const folder = useTemporaryFolder();
const INSTALL_TIMEOUT_MS = 15 * 60_000;
const COMPILER = { 'g++': 'echo "g++ 12"' };
const PIP = { python3: 'case "$3" in --version) echo "pip 24 (python 3.12)";; *) echo offline >&2; exit 1;; esac' };

describe('the native engine', () => {
  beforeAll(() => ensureEngine(), INSTALL_TIMEOUT_MS);

  it('is found at once if it is installed, and left alone', async () => {
    const { bindingLink } = findTfjsPackage();
    const before = lstatSync(bindingLink);
    const lines: string[] = [];
    const begin = performance.now();
    const info = await ensureEngine({ log: (line) => lines.push(line) });
    expect(performance.now() - begin).toBeLessThan(500);
    expect(lines).toEqual([]);
    expect(lstatSync(bindingLink).ino).toBe(before.ino);
    expect(info.version).toBe('2.21.0');
    expect(engineStatus()).toEqual(info);
  });

  it('leaves no wheel behind', () => {
    expect(existsSync(join((engineStatus() as { folder: string }).folder, 'wheels'))).toBe(false);
  });

  it('is verified before it is linked, wherever its cache is', async () => {
    const { layout, tfjs } = planEngine(process.env, thisMachine());
    const newBinding = join(folder(), 'binding', 'new', 'tfjs_binding.node');
    cpSync(layout.binding, newBinding);
    symlinkSync(layout.site, join(folder(), 'site'));
    await verifyEngine({ ...layout, newBinding }, tfjs, { environment: process.env });
  });

  it('is not used if its binding cannot be loaded', async () => {
    const { layout, tfjs } = planEngine(process.env, thisMachine());
    const newBinding = join(folder(), 'tfjs_binding.node');
    writeFileSync(newBinding, 'not a library');
    const verifying = verifyEngine({ ...layout, newBinding }, tfjs, { environment: process.env });
    await expect(verifying).rejects.toMatchObject({
      code: 'ENGINE_INSTALL_FAILED',
      received: expect.stringMatching(/^Error: .*tfjs_binding\.node/) as string,
    });
  });
});

describe('an installation that cannot succeed', () => {
  const missing = async (programs: Record<string, string>, more: NodeJS.ProcessEnv = {}): Promise<unknown> => {
    const link = findTfjsPackage().bindingLink;
    const before = statSync(link).ino;
    const environment = { ...environmentWith(folder(), programs), LINTEL_ENGINE: 'cpu', ...more };
    const error: unknown = await ensureEngine({ environment }).catch((thrown: unknown) => thrown);
    // If an installation fails, an engine that works keeps working.
    expect(statSync(link).ino).toBe(before);
    return error;
  };

  it('names the missing compiler before it downloads anything', async () => {
    expect(await missing(PIP)).toMatchObject({
      code: 'TOOL_MISSING',
      problem: expect.stringContaining('C++') as string,
    });
  });

  it('names the missing pip before it downloads anything', async () => {
    expect(await missing(COMPILER)).toMatchObject({
      code: 'TOOL_MISSING',
      problem: expect.stringContaining('pip') as string,
    });
  });

  it('quotes pip, and releases the lock', async () => {
    expect(await missing({ ...PIP, ...COMPILER })).toMatchObject({
      code: 'ENGINE_INSTALL_FAILED',
      received: 'offline',
    });
    const cache = join(folder(), '.cache', 'lintel', 'libtensorflow');
    expect(existsSync(join(cache, '2.21.0-cpu-linux-x64.lock'))).toBe(false);
  });

  it('names the folder that cannot be written', async () => {
    writeFileSync(join(folder(), 'file'), '');
    expect(await missing({}, { LINTEL_CACHE_DIR: join(folder(), 'file') })).toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      cure: expect.stringContaining('LINTEL_CACHE_DIR') as string,
    });
  });

  it('is reported by the status, with the cure', () => {
    expect(engineStatus({ LINTEL_CACHE_DIR: folder() })).toMatchObject({ cure: 'Run `npm run engine`.' });
    expect(engineStatus({ LINTEL_ENGINE: 'abacus' })).toMatchObject({
      missing: expect.stringContaining('LINTEL_ENGINE') as string,
    });
  });
});
