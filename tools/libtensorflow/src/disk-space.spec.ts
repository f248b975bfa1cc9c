import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderBytes, requireDiskSpace } from './disk-space';
import { useTemporaryFolder } from './testing/temporary-folder';

const folder = useTemporaryFolder();

describe('disk space for the engine', () => {
  it('is checked before the download, with both numbers', async () => {
    await expect(requireDiskSpace(folder(), 1e18)).rejects.toMatchObject({
      code: 'DISK_FULL',
      expected: '1,000,000,000,000 MB free',
      received: expect.stringMatching(/^[\d,]+ MB free$/) as string,
    });
    await expect(requireDiskSpace(folder(), 1)).resolves.toBeUndefined();
  });

  it('counts what an interrupted installation has written', () => {
    writeFileSync(join(folder(), 'wheel'), Buffer.alloc(1000));
    expect(folderBytes(folder())).toBe(1000);
    expect(folderBytes(join(folder(), 'absent'))).toBe(0);
  });
});
