import { loadModelFiles, Predictor } from '@lintel/core-ml';
import {
  colourVariant,
  COLOURS_KERNEL,
  COLOURS_MANIFEST,
  writeColourModel,
} from '@lintel/core-ml/testing/colour-model';
import { openSubjectData } from '@lintel/service';
import { rm } from 'node:fs/promises';
import { RECOGNISER } from '../model/recogniser';
import { picture, startTestApi, type TestApi } from '../testing/test-api';
import { reassess } from './reassess';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

describe('a backfill', () => {
  it("stores a version's answers for the history beside the original ones, once, and reports differences", async () => {
    const colours = ['red', 'blue', 'red'];
    const recognised = await api.recognise(...(await Promise.all(colours.map((colour) => picture(colour)))));
    // Gives every colour the name of the next one.
    const turned = [...COLOURS_MANIFEST.reading.classNames.slice(1), COLOURS_MANIFEST.reading.classNames[0]!];
    const folder = await writeColourModel(colourVariant('turned', COLOURS_KERNEL, turned));
    const version = await api.models.register(RECOGNISER, folder);
    await rm(folder, { recursive: true });
    const { registry, database, jobs } = api.models.platform;
    const predictor = await Predictor.open(
      loadModelFiles(await registry.files(version.id), { task: 'image-classification' }),
    );
    const request = { kind: 'backfill', vertical: 'ecommerce', modelName: RECOGNISER } as const;
    const parameters = { versionId: version.id };
    const job = await jobs.enqueue({ ...request, parameters, requestedBy: 'Ada', reason: 'person' });
    const { vault } = await openSubjectData('ecommerce', api.models.platform, api.config);
    const shares: number[] = [];
    const run = (since?: Date) =>
      reassess({
        database,
        vault,
        predictor,
        version,
        since,
        job,
        signal: new AbortController().signal,
        onProgress: (share) => shares.push(share),
        log: () => undefined,
      });

    expect((await run(new Date(Date.now() + 60_000)))['examples']).toBe(0);
    expect(await run()).toEqual({
      examples: 3,
      changed: 3,
      unreadable: 0,
      changes: [
        { change: 'red → green', times: 2 },
        { change: 'blue → yellow', times: 1 },
      ],
    });
    expect(shares.at(-1)).toBe(1);
    expect(await run()).toMatchObject({ examples: 0, changed: 0 });
    const kept: unknown = await database.query(
      'SELECT class_name FROM ecommerce.reassessment WHERE recognition_id = $1 AND model_version_id = $2',
      [recognised[1]!.id, version.id],
    );
    expect(kept).toEqual([{ class_name: 'yellow' }]);
    await predictor.close();
  });
});
