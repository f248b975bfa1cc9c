import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadWheel, hasWheel } from './download-wheel';
import { type PinnedWheel } from './engine-release';
import { findPip, type Pip } from './pip';
import { environmentWith } from './testing/fake-program';
import { makeWheel } from './testing/make-wheel';
import { useTemporaryFolder } from './testing/temporary-folder';

// pip takes seconds to start on a busy machine.
jest.setTimeout(60_000);

const folder = useTemporaryFolder();
const wheels = (): string => join(folder(), 'wheels');
let pip: Pip;
let wheel: PinnedWheel;

/** The real pip, with a folder in place of the package index. */
const offline = (): { environment: NodeJS.ProcessEnv } => ({
  environment: { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(folder(), 'index') },
});

beforeAll(async () => {
  pip = await findPip({ environment: process.env });
});

beforeEach(async () => {
  mkdirSync(join(folder(), 'index'));
  mkdirSync(wheels());
  wheel = await makeWheel(join(folder(), 'index', 'tiny-1.0-py3-none-manylinux_2_27_x86_64.whl'), {
    'tiny-1.0.dist-info/METADATA': 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n',
    'tiny-1.0.dist-info/WHEEL': 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
  });
});

describe('downloading a wheel', () => {
  it('leaves the pinned file, and nothing else', async () => {
    await downloadWheel(wheels(), wheel, pip, offline());
    expect(readdirSync(wheels())).toEqual([wheel.file]);
    expect(readFileSync(join(wheels(), wheel.file))).toHaveLength(wheel.bytes);
    expect(await hasWheel(wheels(), wheel)).toBe(true);
  });

  it('rejects a file that differs from the pinned one', async () => {
    const pinned = { ...wheel, sha256: '0'.repeat(64) };
    await expect(downloadWheel(wheels(), pinned, pip, offline())).rejects.toMatchObject({
      code: 'ENGINE_INSTALL_FAILED',
      problem: expect.stringContaining('offers a different tiny-1.0') as string,
      retryable: false,
    });
    expect(await hasWheel(wheels(), pinned)).toBe(false);
  });

  it('quotes pip when the index cannot be reached, and explains how to install without a network', async () => {
    const absent = { ...wheel, requirement: 'absent==1.0' };
    await expect(downloadWheel(wheels(), absent, pip, offline())).rejects.toMatchObject({
      code: 'ENGINE_INSTALL_FAILED',
      received: expect.stringContaining('No matching distribution found for absent==1.0') as string,
      cure: expect.stringContaining(`put the file into ${wheels()} by hand`) as string,
      retryable: true,
    });
  });

  it('distinguishes a full disk from a broken network', async () => {
    const environment = environmentWith(folder(), { pip3: 'echo "[Errno 28] No space left on device" >&2; exit 1' });
    await expect(downloadWheel(wheels(), wheel, ['pip3'], { environment })).rejects.toMatchObject({
      code: 'DISK_FULL',
      cure: expect.stringContaining('LINTEL_CACHE_DIR') as string,
    });
  });

  it('does not trust an existing file with other content', async () => {
    writeFileSync(join(wheels(), wheel.file), 'half of it');
    expect(await hasWheel(wheels(), wheel)).toBe(false);
    expect(readdirSync(wheels())).toEqual([]);
  });
});
