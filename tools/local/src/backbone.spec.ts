import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addRandomBackbone } from '@lintel/core-ml/testing/random-backbone';
import { tryAddBackbone } from './backbone';
import { type Steps } from './steps';

// pip takes seconds to start.
jest.setTimeout(120_000);

const NAME = 'efficientnet-lite0';
const before = { ...process.env };
let cache: string;
let lines: string[];
const steps: Steps = {
  say: (line) => lines.push(line),
  step: async (label, doing, work) => {
    lines.push(`${label} ${doing}`);
    return work(() => undefined);
  },
};
const add = (): Promise<boolean> => tryAddBackbone(NAME, 'shop', steps, new AbortController().signal);

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'lintel-backbone-'));
  process.env['LINTEL_CACHE_DIR'] = cache;
  lines = [];
});
afterEach(() => {
  process.env = { ...before };
  rmSync(cache, { recursive: true, force: true });
});

describe('the backbone of a first model', () => {
  it('is taken without a word if it is there', async () => {
    await addRandomBackbone(join(cache, 'backbones'));
    expect(await add()).toBe(true);
    expect(lines).toEqual([]);
  });

  it('is missed without pip: the start goes on, and says what is missing, what happens instead and how to add it', async () => {
    process.env['PATH'] = join(cache, 'nothing');
    expect(await add()).toBe(false);
    const said = lines.join('\n');
    expect(said).toContain('pip');
    expect(said).toContain('The first model of shop is trained on its example pictures instead');
    expect(said).toContain(`npx lintel backbone add ${NAME}`);
  });

  it('is missed without a network in the same way', async () => {
    Object.assign(process.env, { PIP_NO_INDEX: '1', PIP_FIND_LINKS: cache });
    expect(await add()).toBe(false);
    expect(lines.join('\n')).toContain(`npx lintel backbone add ${NAME}`);
  });
});
