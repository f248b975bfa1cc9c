import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { refusal } from '@lintel/contracts/testing/refusal';
import { temporaryFolder } from '@lintel/contracts/testing/temporary-folder';
import { tarEntries } from './tar-entries';

const folder = temporaryFolder();
const archive = join(folder, 'a.tgz');
const large = randomBytes(300_001);

async function read(path: string, wanted = /./): Promise<[string, Buffer][]> {
  const entries: [string, Buffer][] = [];
  for await (const { name, content } of tarEntries(path, (entry) => wanted.test(entry))) entries.push([name, content]);
  return entries;
}

describe('the entries of an archive', () => {
  beforeAll(async () => {
    await mkdir(join(folder, 'package'));
    await writeFile(join(folder, 'package/large'), large);
    await writeFile(join(folder, 'package/empty'), '');
    await writeFile(join(folder, 'package/text'), 'text');
    const files = ['package', 'package/large', 'package/empty', 'package/text'];
    execFileSync('tar', ['-czf', archive, '--no-recursion', '-C', folder, ...files]);
  });

  it('are what tar packed', async () => {
    expect(await read(archive)).toEqual([
      ['package/large', large],
      ['package/empty', Buffer.alloc(0)],
      ['package/text', Buffer.from('text')],
    ]);
    expect(await read(archive, /text/)).toEqual([['package/text', Buffer.from('text')]]);
  });

  it('of an archive that is cut off or none are refused', async () => {
    const whole = await readFile(archive);
    const bad = [whole.subarray(0, -100), whole.subarray(0, 1000), gzipSync(randomBytes(2000)), randomBytes(2000)];
    for (const bytes of bad) {
      const path = join(folder, 'bad.tgz');
      await writeFile(path, bytes);
      expect((await refusal(() => read(path))).code).toBe('ARTIFACT_CORRUPT');
    }
  });
});
