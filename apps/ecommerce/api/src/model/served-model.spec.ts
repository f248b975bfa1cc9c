import { COLOURS_MANIFEST, writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { picture } from '../testing/test-api';
import { ServedModel } from './served-model';

describe('a model that was replaced', () => {
  it('finishes what it has begun and then frees its memory', async () => {
    const folder = await writeColourModel();
    const model = await ServedModel.open(folder, { pollMs: 20 });
    const { bytes } = await picture('red');
    const old = model.current();
    const begun = old.predictSettled(Array.from({ length: 100 }, () => bytes));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...COLOURS_MANIFEST, name: 'second' }));
    while (model.current() === old) await delay(10);

    expect((await begun).every(({ ok }) => ok)).toBe(true);
    await delay(100);
    await expect(old.predictSettled([bytes])).rejects.toMatchObject({ code: 'MODEL_NOT_READY' });
    expect(model.current().manifest.name).toBe('second');
    await model.close();
    await rm(folder, { recursive: true });
  });
});
