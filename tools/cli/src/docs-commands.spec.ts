import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { backboneFolder } from '@lintel/backbones';
import { BackboneStore, makeBackbone } from '@lintel/core-ml';
import { tinyPlan, tinyTorchFile } from '@lintel/core-ml/testing/tiny-network';
import { lintel } from './testing/lintel';
import { colourFolder, temporaryFolder } from './testing/picture-folder';

jest.setTimeout(180_000);

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const page = readFileSync(join(__dirname, '../../../docs/embedding.md'), 'utf8');

it('every command of docs/embedding.md works as it is written', async () => {
  const plan = tinyPlan();
  const tiny = makeBackbone(plan, tinyTorchFile(plan), { licence: 'none', source: 'a test' });
  // A small network in the place of the one that the page names, so that no download is needed.
  const named = { ...tiny, manifest: { ...tiny.manifest, name: 'efficientnet-lite0' } };
  await new BackboneStore(backboneFolder({ LINTEL_CACHE_DIR: cacheDir })).add(named);
  colourFolder(join(folder, 'pictures'), 12);
  const block = /```sh\n([^`]*)```/.exec(page)![1]!;
  const commands = block.trim().split('\n');
  expect(commands).toHaveLength(3);
  for (const command of commands) {
    const words = command.replace('npx lintel ', '').split(' ');
    const args = words.map((word) => (/^(pictures|model)(\/|$)/.test(word) ? join(folder, word) : word));
    const { exitCode, stderr, stdout } = await lintel({ cacheDir }, ...args);
    expect([command, exitCode, exitCode === 0 ? '' : stderr]).toEqual([command, 0, '']);
    expect(stdout).not.toBe('');
  }
});
