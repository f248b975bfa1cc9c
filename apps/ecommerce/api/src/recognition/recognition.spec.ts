import { recogniseResponseSchema, recognitionListSchema, recognitionPageSchema } from '@lintel/ecommerce-contract';
import { solid, withStrayBytes } from '@lintel/core-ml/testing/pictures';
import { tiffOf } from '@lintel/core-ml/testing/tiff';
import sharp from 'sharp';
import { formOf, picture, problemIn, startTestApi, type TestApi } from '../testing/test-api';

jest.setTimeout(60_000);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('a picture', () => {
  it('is answered with class, probability, the five best and the model, and stored', async () => {
    const response = await api.post('/v1/recognitions', formOf(await picture('red', 40, 30)));
    expect(response.status).toBe(201);
    const { outcomes } = recogniseResponseSchema.parse(await response.json());
    expect(outcomes).toHaveLength(1);
    const [outcome] = outcomes;
    if (outcome?.status !== 'recognised') throw new Error('not recognised');
    const { recognition } = outcome;
    expect(recognition).toMatchObject({
      fileName: 'red.png',
      width: 40,
      height: 30,
      model: { name: 'colours', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      prediction: { className: 'red', unsure: false },
    });
    expect(recognition.prediction.top).toHaveLength(5);
    expect(recognition.prediction.probability).toBeCloseTo(recognition.prediction.top[0]!.probability);
    expect(recognition.latencyMs).toBeGreaterThan(0);

    const kept = await api.get(`/v1/recognitions/${recognition.id}`);
    expect(await kept.json()).toEqual(recognition);
    expect(kept.headers.get('cache-control')).toBe('no-store');
  });

  it('is answered in the order sent, and a bad one among good ones fails alone', async () => {
    const text = { name: 'note.png', bytes: Buffer.from('just text') };
    const response = await api.post(
      '/v1/recognitions',
      formOf(await picture('blue'), text, await picture('green'), { name: '空.png', bytes: new Uint8Array() }),
    );
    expect(response.status).toBe(201);
    const { outcomes } = recogniseResponseSchema.parse(await response.json());
    expect(
      outcomes.map((outcome) =>
        outcome.status === 'recognised'
          ? outcome.recognition.prediction.className
          : [outcome.fileName, outcome.problem.status, outcome.problem.code],
      ),
    ).toEqual(['blue', ['note.png', 422, 'PICTURE_UNREADABLE'], 'green', ['空.png', 422, 'PICTURE_UNREADABLE']]);
  });

  it('that is slightly odd is answered like the plain one, and fails none of the others', async () => {
    const plain = await solid('#0000ff', 60, 40).jpeg().toBuffer();
    const odd = { name: 'stray-bytes.jpg', bytes: withStrayBytes(plain) };
    const [before, kept, after] = await api.recognise(await picture('red'), odd, await picture('green'));
    expect([before, kept, after].map((one) => one!.prediction.className)).toEqual(['red', 'blue', 'green']);
    expect((await api.get(`/v1/recognitions/${kept!.id}/thumbnail`)).status).toBe(200);
  });

  it('of an unsupported format is rejected with the name of the format, and fails none of the others', async () => {
    const float = { name: 'float01.tif', bytes: tiffOf({ photometric: 1, bits: 32, format: 3, pixel: [0.5] }) };
    const response = await api.post('/v1/recognitions', formOf(await picture('red'), float));
    const { outcomes } = recogniseResponseSchema.parse(await response.json());
    expect(outcomes).toMatchObject([
      { status: 'recognised' },
      {
        status: 'refused',
        fileName: 'float01.tif',
        problem: {
          status: 415,
          detail: 'Pictures in the format TIFF with 32-bit floating-point samples are not accepted.',
        },
      },
    ]);
  });

  it('that the model is not sure of is marked', async () => {
    const [grey] = await api.recognise(await picture('grey'));
    expect(grey!.prediction.unsure).toBe(true);
  });

  it('has a thumbnail of at most 256 pixels, the right way up and without its metadata', async () => {
    const bytes = await solid('cyan', 800, 400)
      .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'somebody' } } })
      .jpeg()
      .toBuffer();
    const [recognition] = await api.recognise({ name: 'wide.jpg', bytes });
    expect(recognition).toMatchObject({ width: 400, height: 800 });
    const response = await api.get(`/v1/recognitions/${recognition!.id}/thumbnail`);
    expect(response.headers.get('content-type')).toBe('image/webp');
    const { format, width, height, exif } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect({ format, width, height, exif }).toEqual({ format: 'webp', width: 128, height: 256, exif: undefined });
  });

  it('keeps its size in the thumbnail if it is small', async () => {
    const [recognition] = await api.recognise(await picture('red', 12, 10));
    const response = await api.get(`/v1/recognitions/${recognition!.id}/thumbnail`);
    const { width, height } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    expect([width, height]).toEqual([12, 10]);
  });
});

describe('the history', () => {
  it('is read newest first, page by page, with nothing missing and nothing twice, while more is added', async () => {
    const before = (await api.page()).total;
    const sent = await api.recognise(
      ...(await Promise.all(['red', 'lime', 'blue', 'cyan', 'red'].map((c) => picture(c)))),
    );
    const seen: string[] = [];
    let page = await api.page('?limit=2');
    expect(page.total).toBe(before + 5);
    for (;;) {
      seen.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      await api.recognise(await picture('yellow'));
      page = await api.page(`?limit=2&cursor=${page.nextCursor}`);
      recognitionPageSchema.parse(page);
    }
    expect(seen.slice(0, 5)).toEqual(sent.map(({ id }) => id).reverse());
    expect(new Set(seen).size).toBe(before + 5);
    expect(seen).toHaveLength(before + 5);
  });

  it('can be filtered by class and by unsure answers', async () => {
    await api.recognise(await picture('magenta'), await picture('grey'));
    const magenta = await api.page('?className=magenta');
    expect(magenta.total).toBe(magenta.items.length);
    expect(new Set(magenta.items.map(({ prediction }) => prediction.className))).toEqual(new Set(['magenta']));
    const unsure = await api.page('?unsure=true');
    expect(unsure.items.length).toBeGreaterThan(0);
    expect(unsure.items.every(({ prediction }) => prediction.unsure)).toBe(true);
    expect((await api.page('?className=no-such-class')).items).toEqual([]);
  });

  it('can be filtered by dates', async () => {
    const [older, newer] = await api.recognise(await picture('red'), await picture('blue'));
    await api.models.platform.database.query(
      `UPDATE ecommerce.recognition SET created_at = '2020-05-01T12:00:00Z' WHERE id = $1`,
      [older!.id],
    );
    const ids = async (query: string) => (await api.page(query)).items.map(({ id }) => id);
    expect(await ids('?from=2020-05-01T00:00:00%2B02:00&to=2020-05-02T00:00:00%2B02:00')).toEqual([older!.id]);
    expect(await ids('?to=2020-05-01T12:00:00Z')).toEqual([]);
    expect(await ids('?from=2020-05-01T12:00:01Z&limit=1')).toEqual([newer!.id]);
  });

  it('is searched by file name, class and verdict, in upper or lower case, page by page', async () => {
    const { bytes } = await picture('red');
    const names = ['Summer-Dress.png', 'summer-hat.png', 'winter.png'];
    const sent = await api.recognise(...names.map((name) => ({ name, bytes })));
    await api.put(`/v1/recognitions/${sent[2]!.id}/verdict`, { className: 'midsummer coat' });
    const search = async (query: string) =>
      recognitionPageSchema.parse(await (await api.get(`/v1/recognitions?search=SUMMER${query}`)).json());
    const first = await search('&limit=2');
    expect(first.total).toBeNull();
    expect(first.items.map(({ id }) => id)).toEqual([sent[2]!.id, sent[1]!.id]);
    const second = await search(`&limit=2&cursor=${first.nextCursor}`);
    expect(second.items.map(({ id }) => id)).toEqual([sent[0]!.id]);
    expect(second.nextCursor).toBeNull();
  });

  it('is read by ids, in their order, without deleted ones', async () => {
    const sent = await api.recognise(await picture('red'), await picture('blue'), await picture('green'));
    const [a, b, c] = sent.map(({ id }) => id);
    await api.delete(`/v1/recognitions/${b}`);
    const response = await api.get(`/v1/recognitions/by-id?ids=${[c, b, UNKNOWN, a].join(',')}`);
    const { items } = recognitionListSchema.parse(await response.json());
    expect(items.map(({ id }) => id)).toEqual([c, a]);
  });

  it('survives a restart', async () => {
    const [recognition] = await api.recognise(await picture('red'));
    const { total } = await api.page();
    await api.restart();
    expect((await api.page()).total).toBe(total);
    expect(await (await api.get(`/v1/recognitions/${recognition!.id}`)).json()).toEqual(recognition);
  });

  it('omits a deleted one with its thumbnail, and has it back in its place when that is undone', async () => {
    const [first, second] = await api.recognise(await picture('red'), await picture('blue'));
    const address = `/v1/recognitions/${first!.id}`;
    const { total } = await api.page();
    expect((await api.delete(address)).status).toBe(204);
    expect((await api.delete(address)).status).toBe(204);
    expect((await api.get(address)).status).toBe(404);
    expect((await api.get(`${address}/thumbnail`)).status).toBe(404);
    expect((await api.page()).total).toBe(total - 1);

    const restored = await api.post(`${address}/restore`);
    expect(restored.status).toBe(200);
    expect(await restored.json()).toEqual(first);
    expect((await api.post(`${address}/restore`)).status).toBe(200);
    expect((await api.page('?limit=2')).items.map(({ id }) => id)).toEqual([second!.id, first!.id]);
  });

  it.each([
    ['GET', `/v1/recognitions/${UNKNOWN}`, 404],
    ['GET', `/v1/recognitions/${UNKNOWN}/thumbnail`, 404],
    ['DELETE', `/v1/recognitions/${UNKNOWN}`, 404],
    ['POST', `/v1/recognitions/${UNKNOWN}/restore`, 404],
    ['GET', '/v1/recognitions/not-an-id', 400],
    ['GET', '/v1/recognitions?limit=0', 400],
    ['GET', '/v1/recognitions?className=a%00b', 400],
    ['GET', '/v1/recognitions?cursor=%00', 400],
    ['GET', '/v1/recognitions/%00/thumbnail', 400],
    ['GET', '/v1/recognitions?limit=101', 400],
    ['GET', '/v1/recognitions?cursor=forged', 400],
    ['GET', '/v1/recognitions?cursor=9999999999999999999', 400],
    ['GET', '/v1/recognitions?unsure=perhaps', 400],
    ['GET', '/v1/recognitions?className=%00', 400],
    ['GET', '/v1/recognitions?search=a%00', 400],
    ['GET', '/v1/recognitions?from=yesterday', 400],
    ['GET', '/v1/recognitions/by-id?ids=17', 400],
  ])('answers %s %s with a problem: %i', async (method, path, status) => {
    const send = { GET: api.get, DELETE: api.delete, POST: api.post }[method]!;
    const response = await send(path);
    expect(response.status).toBe(status);
    expect((await problemIn(response)).code).toBe(status === 404 ? 'NOT_FOUND' : 'INVALID_ARGUMENT');
  });
});

describe('the description of the API', () => {
  it('names every path, the form with its pictures, and problems as the other answer', async () => {
    const document = (await (await api.get('/docs-json')).json()) as {
      paths: Record<string, Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>>;
      components: { schemas: Record<string, unknown> };
    };
    expect(
      Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${path}`)),
    ).toEqual([
      'get /health/live',
      'get /health/ready',
      'get /v1/session/methods',
      'get /v1/session',
      'post /v1/session',
      'delete /v1/session',
      'put /v1/session/password',
      'get /v1/session/oidc',
      'get /v1/session/oidc/callback',
      'get /v1/apps',
      'get /v1/recognitions/live',
      'get /v1/recognitions/bin',
      'delete /v1/recognitions/bin',
      'get /v1/recognitions/bin/{id}/thumbnail',
      'delete /v1/recognitions/bin/{id}',
      'post /v1/recognitions',
      'get /v1/recognitions',
      'get /v1/recognitions/by-id',
      'get /v1/recognitions/{id}',
      'delete /v1/recognitions/{id}',
      'get /v1/recognitions/{id}/thumbnail',
      'get /v1/recognitions/{id}/heat-map',
      'post /v1/recognitions/{id}/restore',
      'put /v1/recognitions/verdicts',
      'put /v1/recognitions/{id}/verdict',
      'delete /v1/recognitions/{id}/verdict',
      'get /v1/model',
      'get /v1/model/agreement',
      'get /v1/model/preparation',
      'get /v1/model/first-training',
      'post /v1/model/first-training',
      'get /v1/streams',
      'get /v2',
      'get /v2/health/live',
      'get /v2/health/ready',
      'get /v2/models/{name}',
      'get /v2/models/{name}/versions/{version}',
      'get /v2/models/{name}/ready',
      'get /v2/models/{name}/versions/{version}/ready',
      'post /v2/models/{name}/infer',
      'post /v2/models/{name}/versions/{version}/infer',
    ]);
    const post = document.paths['/v1/recognitions']!.post!;
    expect(post.requestBody).toMatchObject({
      content: { 'multipart/form-data': { schema: { properties: { pictures: { type: 'array', maxItems: 16 } } } } },
    });
    expect(Object.keys(post.responses)).toEqual(['201', 'default']);
    expect(document.components.schemas.RecognitionPageDto_Output).toMatchObject({
      properties: { nextCursor: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
    });
    const references = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(
      ([, name]) => name!,
    );
    expect(references.length).toBeGreaterThan(0);
    for (const name of references) expect(document.components.schemas).toHaveProperty([name]);
  });
});
