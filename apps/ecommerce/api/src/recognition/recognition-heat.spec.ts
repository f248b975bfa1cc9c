import { writeColourModel } from '@lintel/core-ml/testing/colour-model';
import { tintedFile, writeHeatModel } from '@lintel/core-ml/testing/heat-model';
import { type HeatMap } from '@lintel/ecommerce-contract';
import { rm } from 'node:fs/promises';
import sharp from 'sharp';
import { RECOGNISER } from '../model/recogniser';
import { eventually } from '../testing/live-reader';
import { problemIn, startTestApi, type TestApi } from '../testing/test-api';

let api: TestApi;
let folder: string;
let id: string;
let picture: Buffer;

beforeAll(async () => {
  api = await startTestApi({ withModel: false });
  folder = await writeHeatModel();
  await api.useModel(folder);
  picture = await tintedFile();
  id = (await api.recognise({ name: 'tint.png', bytes: picture }))[0]!.id;
}, 60_000);
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const heatMap = (of = id): Promise<Response> => api.get(`/v1/recognitions/${of}/heat-map`);
const drawn = async (): Promise<HeatMap> => (await heatMap()).json() as Promise<HeatMap>;
const pixels = (file: Buffer): Promise<Buffer> => sharp(file).removeAlpha().raw().toBuffer();

describe('where the model looked in a picture of the history', () => {
  it('is drawn in red over the picture as the model sees it, with the class that it speaks for', async () => {
    const { className, sameVersion, heatMap: png } = await drawn();
    expect({ className, sameVersion }).toEqual({ className: 'tint 1', sameVersion: true });
    const [before, after] = [await pixels(picture), await pixels(Buffer.from(png, 'base64'))];
    expect(after).toHaveLength(20 * 20 * 3);
    const redder = [...after.keys()].filter((at) => at % 3 === 0 && after[at]! > before[at]! + 20);
    expect(redder.length).toBeGreaterThan(10);
    expect(redder.length).toBeLessThan(20 * 20);
  });

  it('adds nothing to the history', async () => {
    const { total } = await api.page();
    await drawn();
    expect((await api.page()).total).toBe(total);
  });

  it('is drawn over the small picture when the original is no longer stored', async () => {
    await api.models.platform.database.query('DELETE FROM ecommerce.original_picture WHERE recognition_id = $1', [id]);
    expect((await drawn()).sameVersion).toBe(true);
  });

  it('is kept from caches, because it shows the picture of a person', async () => {
    expect((await heatMap()).headers.get('cache-control')).toContain('no-store');
  });

  it('is asked of the version that serves now if the one that answered does not, which the answer says', async () => {
    await api.models.serve(RECOGNISER, folder);
    await eventually(async () => !(await drawn()).sameVersion);
    expect((await drawn()).className).toBe('tint 1');
  });

  it('is not found for a recognition that does not exist, is deleted, or a model without heat maps', async () => {
    const unknown = await heatMap('00000000-0000-4000-8000-000000000000');
    expect((await problemIn(unknown)).status).toBe(404);
    await api.delete(`/v1/recognitions/${id}`);
    expect((await heatMap()).status).toBe(404);
    await api.post(`/v1/recognitions/${id}/restore`);
    expect((await heatMap()).status).toBe(200);
    const colours = await writeColourModel();
    await api.useModel(colours);
    await rm(colours, { recursive: true });
    const problem = await problemIn(await heatMap());
    expect([problem.status, problem.expected]).toEqual([404, 'a classifier on a backbone']);
  });
});
